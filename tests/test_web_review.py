"""Promises of Review and Rate: what one decides in the browser is kept, signed, taken back, and never done behind one's back."""

from __future__ import annotations

import re
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import served
from factory import Telling, make_reading

from sayso.claim import Article, Reading
from sayso.ledger import Ledger
from sayso.web.app import create
from sayso.web.guard import Access
from sayso.web.ruling import places, way_back
from sayso.web.selecting import selectable

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

HERE = "http://127.0.0.1:8765"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def readings() -> list[Reading]:
    """Two officials who tell one thing differently, and a plan that is hedged."""
    return [
        make_reading(Telling(number=600), Telling("Ben Okoro", polarity="negative", number=600), path="first.txt"),
        make_reading(Telling("Carla Lund", type="transfer", certainty="possible"), published="2024-11-02", path="second.txt"),
        make_reading(
            Telling("Dan Mensah", type="train", agent=("Peru", "PE"), recipient=("Chile", "CL")), published="2024-11-05", path="third.txt"
        ),
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Ledger(tmp_path / "made.db") as made:
        for reading in readings():
            made.record(reading)
    return tmp_path / "made.db"


class Person:
    """Somebody at the workbench, with the token of its pages."""

    def __init__(self, client: TestClient, name: str = "Ines") -> None:
        self.client = client
        self.token = client.get("/session.json").json()["token"]
        if name:
            self.client.cookies.set("sayso_who", name)

    def get(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, address: str, **fields: Any) -> Any:
        return self.client.post(address, data={"csrf": self.token, **fields}, follow_redirects=False)


@pytest.fixture
def person(path: Path) -> Iterator[Person]:
    with TestClient(create(path), base_url=HERE, raise_server_exceptions=False) as client:
        yield Person(client)


def claims(path: Path) -> list[Any]:
    with Ledger(path, readonly=True) as ledger:
        return list(ledger.claims())


def log(path: Path) -> list[Any]:
    with Ledger(path, readonly=True) as ledger:
        return ledger.rulings()


# The queue


def shown(page: str) -> list[str]:
    """The ids of the cases on a page, in their order."""
    return re.findall(r'href="/review/claims/(claim-[^"]+)" data-key="e"', page)


def test_what_is_disputed_and_hedged_comes_before_what_is_plain(person: Person, path: Path) -> None:
    by_doubt = shown(person.get("/review?order=doubt"))
    disputed = [c.id for c in claims(path) if c.source.name in ("Ana Ruiz", "Ben Okoro")]

    assert len(by_doubt) == 4
    assert by_doubt[-1] == next(c.id for c in claims(path) if c.source.name == "Dan Mensah")
    assert set(shown(person.get("/review?order=weight"))[:2]) == set(disputed)


def test_the_queue_says_why_a_claim_is_in_it(person: Person) -> None:
    page = person.get("/review")

    assert "disputed" in page
    assert "presented as possible" in page
    assert "the engine does not say how sure it is" in page


def test_the_filters_of_the_story_narrow_the_queue(person: Person) -> None:
    assert len(shown(person.get("/review?certainty=possible"))) == 1
    assert person.client.get("/review.json?certainty=possible").json()["total"] == 1


def test_a_claim_that_was_judged_leaves_the_queue_and_the_count_says_so(person: Person) -> None:
    first = shown(person.get("/review"))[0]
    answer = person.post("/review/rule", kind="accept", on=first, seen="", back="/review?order=doubt#c1")

    assert (answer.status_code, answer.headers["location"]) == (303, "/review?order=doubt&done=accept%3A1#c1")
    page = person.get(answer.headers["location"])
    assert first not in shown(page)
    assert "3 claims nobody has judged yet, 1 judged" in page
    assert "One ruling was put down" in page


def test_accepting_all_shown_accepts_the_ids_on_the_screen_and_no_other(person: Person, path: Path) -> None:
    page = person.get("/review")
    form = page.split('class="all"')[1].split("</form>")[0]
    ids = re.findall(r'name="on" value="([^"]+)"', form)
    assert sorted(ids) == sorted(shown(page))
    with Ledger(path) as ledger:
        ledger.record(make_reading(Telling("Eva Quist", type="strike"), path="later.txt"))
    person.post("/review/rule", kind="accept", on=ids, seen=[""] * len(ids))

    assert sorted(r.on[0] for r in log(path)) == sorted(ids)
    assert [c.source.name for c in claims(path) if not c.rulings] == ["Eva Quist"]


def test_of_all_shown_those_that_somebody_ruled_meanwhile_are_left_alone_and_told(person: Person, path: Path) -> None:
    ids = shown(person.get("/review"))
    with Ledger(path) as ledger:
        ledger.rule("reject", ids[0], who="Jon", why="a headline")
    answer = person.post("/review/rule", kind="accept", on=ids, seen=[""] * len(ids))

    assert answer.status_code == 409
    assert "omebody ruled meanwhile: Jon" in answer.text
    assert "(1 left alone, 3 ruled)" in answer.text
    assert [r.kind for r in log(path)] == ["reject", "accept", "accept", "accept"]


# One claim


def one(path: Path, name: str = "Ana Ruiz") -> Any:
    return next(c for c in claims(path) if c.source.name == name)


def test_a_span_is_put_right_without_script_by_its_words(person: Person, path: Path) -> None:
    claim = one(path)
    person.post(f"/review/claims/{claim.id}/fix", content="Kenya did deploy 600 soldiers", seen="", why="the place is not part of it")

    assert one(path).content.text == "Kenya did deploy 600 soldiers"
    assert [(r.kind, r.who, r.why) for r in log(path)] == [("fix", "Ines", "the place is not part of it")]


def test_a_form_sent_as_it_was_shown_is_refused_because_it_changes_nothing(person: Person, path: Path) -> None:
    claim = one(path)
    s, e = claim.content.spans[0]
    fields = {
        "source": claim.source.name,
        "source_kind": "person",
        "stance": claim.stance,
        "certainty": claim.certainty,
        "content": f"{s}:{e} x",
    }
    answer = person.post(f"/review/claims/{claim.id}/fix", **fields)

    assert answer.status_code == 422
    assert "fix that changes nothing" in answer.text


def test_words_that_are_not_in_the_article_are_refused(person: Person, path: Path) -> None:
    answer = person.post(f"/review/claims/{one(path).id}/fix", content="Kenya has long deployed")

    assert answer.status_code == 422
    assert log(path) == []


def test_an_event_is_put_right_with_its_roles(person: Person, path: Path) -> None:
    claim = one(path)
    person.post(
        f"/review/claims/{claim.id}/fix",
        event="0",
        lists="1",
        event_type="train",
        trigger="",
        agent="Haiti",
        recipient="",
        place="",
        items="",
    )

    event = one(path).events[0]
    assert (event.type, [r.name for r in event.agent], event.recipient, event.items) == ("train", ["Haiti"], (), ())


def test_a_claim_is_split_joined_and_taken_out_of_its_point(person: Person, path: Path) -> None:
    person.post("/review/rule", kind="part", on=one(path).id)
    person.post("/review/rule", kind="join", on=[c.id for c in claims(path)][:2])
    joined = claims(path)[0]
    assert joined.content.text.count("deploy") == 2
    s = joined.content.start
    person.post("/review/rule", kind="split", on=joined.id, pieces=f"{s}:{s + 16} Kenya did deploy\n{s + 17}:{s + 29} 600 soldiers")

    assert [r.kind for r in log(path)] == ["part", "join", "split"]
    assert [c.content.text for c in claims(path)][:2] == ["Kenya did deploy", "600 soldiers"]


def test_two_claims_are_told_to_be_about_the_same_thing(person: Person, path: Path) -> None:
    answer = person.post("/review/rule", kind="same", on=[one(path).id, one(path, "Dan Mensah").id])

    assert answer.status_code == 303
    with Ledger(path, readonly=True) as ledger:
        assert any(len(point.claims) == 3 for point in ledger.points())


def test_the_history_of_a_claim_tells_who_when_and_why_and_undoes_without_end(person: Person, path: Path) -> None:
    claim = one(path)
    person.post(f"/review/claims/{claim.id}/fix", certainty="possible", why="“may”")
    person.post(f"/review/claims/{claim.id}/fix", status="planned")
    page = person.get(f"/review/claims/{claim.id}")
    assert "certainty possible" in page and "“may”" in page and page.count(">Ines<") >= 2
    for ruling in reversed(log(path)):
        person.post(f"/review/rulings/{ruling.id}/undo")

    assert (one(path).certainty, one(path).status) == ("certain", "actual")
    first = log(path)[0].id
    person.post(f"/review/rulings/{first}/redo")
    assert one(path).certainty == "possible"


def test_names_are_merged_and_parted(person: Person, path: Path) -> None:
    ana, ben = one(path).source.party, one(path, "Ben Okoro").source.party
    person.post("/review/rule", kind="merge", on=[ana, ben])
    assert {c.source.name for c in claims(path)} == {"Ana Ruiz", "Carla Lund", "Dan Mensah"}
    person.post("/review/rule", kind="part", on=ana, words="Ana Ruiz", name="Ana Ruiz Vega", source_kind="person")

    assert "Ana Ruiz Vega" in {c.source.name for c in claims(path)}
    assert "Names of Ana Ruiz" in person.get(f"/review/parties/{ana}")


def test_what_holds_on_to_nothing_is_listed_in_the_log(person: Person, path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.rule("reject", one(path, "Dan Mensah").id, who="Ines")
        ledger.record(
            make_reading(
                Telling("Dan Mensah", type="strike", agent=("Peru", "PE"), recipient=("Chile", "CL")),
                published="2024-11-06",
                path="third.txt",
            )
        )
    page = person.get("/rulings")

    assert "Rulings that hold on to nothing" in page
    assert len(person.client.get("/rulings.json").json()["orphans"]) == 1


def test_the_log_is_saved_as_it_is_brought_in_elsewhere(person: Person, path: Path, tmp_path: Path) -> None:
    person.post("/review/rule", kind="reject", on=one(path).id)
    with Ledger(tmp_path / "other.db") as other:
        for reading in readings():
            other.record(reading)
        assert other.import_rulings(person.client.get("/rulings.jsonl").content.splitlines()).new == 1
        assert list(other.claims()) == claims(path)


def test_a_field_that_a_person_set_is_told_as_that_person_s(person: Person, path: Path) -> None:
    claim = one(path)
    person.post(f"/review/claims/{claim.id}/fix", certainty="possible")
    fields = {e["field"]: e["by"] for e in person.client.get(f"/claims/{claim.id}.json").json()["earned"]}

    assert fields["certainty"].startswith("ruled by Ines on ")
    assert "Ines" not in fields["stance"] + fields["said by"]
    person.post("/review/rule", kind="accept", on=one(path).id)
    fields = {e["field"]: e["by"] for e in person.client.get(f"/claims/{claim.id}.json").json()["earned"]}
    assert all("accepted by Ines" in by for by in fields.values())


# Who


def test_a_name_given_once_stands_under_what_follows(path: Path) -> None:
    with TestClient(create(path), base_url=HERE) as client:
        person = Person(client, "")
        person.post("/review/name", who="Jon Ågren", back="/review")
        person.post("/review/rule", kind="reject", on=one(path).id)

    assert log(path)[0].who == "Jon Ågren"


def test_where_others_can_come_in_nobody_rules_without_a_name(path: Path) -> None:
    access = Access("0.0.0.0", password="long enough")
    with TestClient(create(path, access), base_url=HERE) as client:
        headers = {"Authorization": "Bearer long enough"}
        answer = client.post("/review/rule", data={"kind": "reject", "on": one(path).id}, headers=headers)

    assert answer.status_code == 422
    assert "ruling without a name" in answer.text


@pytest.mark.parametrize("address", ["/review/rule", "/review/name", "/rate", "/review/claims/x/fix", "/review/rulings/x/undo"])
def test_nothing_is_written_without_the_token_of_our_pages(person: Person, path: Path, address: str) -> None:
    answer = person.client.post(address, data={"kind": "reject", "on": one(path).id, "who": "Ines", "mark": "A"})

    assert answer.status_code == 403
    assert log(path) == []


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", ""])
def test_a_form_leads_back_to_our_own_pages_only(back: str) -> None:
    assert way_back(back) == "/review"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("12:15 abc", [(12, 15)]),
        ("abc def\n3:4", ["abc def", (3, 4)]),
        ("at 12:15 sharp", ["at 12:15 sharp"]),
        ("\n \n", []),
    ],
)
def test_a_line_of_a_form_is_a_place_or_words(lines: str, expected: list[Any]) -> None:
    assert places(lines) == expected


def test_every_piece_of_the_text_knows_its_place(path: Path) -> None:
    text = "A\u200bna Ruiz says\u202e that \U0001f600 Kenya did deploy.\nNext."
    lines = selectable(text, (0, len(text)), one(path))

    assert [text[b.at : b.at + len(b.text)] for line in lines for b in line.bits] == [b.text for line in lines for b in line.bits]
    assert "".join(b.text for b in lines[0].bits) == text.split("\n")[0]
    assert all(len(b.text) == 1 for line in lines for b in line.bits if b.unseen)


def test_a_hostile_text_and_a_hostile_why_stay_text(person: Person, path: Path) -> None:
    person.post("/review/rule", kind="note", on=one(path).id, why="<script>alert(1)</script>")

    for address in ("/rulings", f"/review/claims/{one(path).id}"):
        assert "<script>alert" not in person.get(address)


# Rate


def test_a_source_is_rated_with_its_history(person: Person, path: Path) -> None:
    party = one(path).source.party
    assert "F: reliability cannot be judged; nobody has judged" in person.get(f"/rate/one?on={party}")
    person.post("/rate", on=party, mark="C", why="wrong twice")
    person.post("/rate", on=party, mark="B", why="right since")
    page = person.get(f"/rate/one?on={party}")

    assert "B: usually reliable, by Ines" in page
    assert "before: <bdi>C: fairly reliable, by Ines" in page
    assert "usually reliable" in person.get("/rate")


def test_a_point_is_rated_and_the_tool_suggests_with_its_reasons_but_never_sets(person: Person, path: Path) -> None:
    point = one(path, "Dan Mensah").point
    page = person.get(f"/rate/one?on={point}")
    assert "6: truth cannot be judged; nobody has judged" in page
    assert "no suggestion" in page
    assert "it takes 2" in page
    person.post("/rate", on=point, mark="2")

    assert "2: probably true, by Ines" in person.get(f"/rate/one?on={point}")


def test_a_mark_of_the_other_scale_is_refused(person: Person, path: Path) -> None:
    assert person.post("/rate", on=one(path).source.party, mark="1").status_code == 422


PAGES = ["/review", "/review?order=weight&certainty=possible", "/rulings", "/rate"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_also_data(person: Person, page: str) -> None:
    where, _, query = page.partition("?")

    assert person.client.get(f"{where}.json?{query}").headers["content-type"] == "application/json"


# In a browser


@pytest.fixture
def address(path: Path) -> Iterator[str]:
    """A workbench that is open on a ledger of its own."""
    with served(path) as found:
        yield found


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Any]:
    contexts, complaints = [], []

    def opened(where: str, **options: Any) -> Any:
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.set_default_timeout(10_000)
        page.goto(address + where)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="no chromium here; on Debian: apt-get install chromium")


def pressed(page: Any, key: str) -> None:
    """Press a key that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press(key)


@needs_chromium
def test_a_queue_is_worked_off_by_the_keys_and_undone_to_the_beginning(open_page: Any, path: Path) -> None:
    page = open_page("/review")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "c2"
    pressed(page, "a")
    assert page.evaluate("document.activeElement.id") == "c2"  # the next has moved up
    pressed(page, "r")
    page.keyboard.press("k")
    page.keyboard.press("w")
    page.keyboard.type("seen it")
    page.keyboard.press("Escape")
    pressed(page, "r")
    pressed(page, "A")
    assert [r.kind for r in log(path)] == ["accept", "reject", "reject", "accept"]
    assert log(path)[2].why == "seen it"
    for _ in range(4):
        pressed(page, "u")

    assert all(not c.rulings for c in claims(path))
    assert len(claims(path)) == 4


@needs_chromium
def test_the_question_mark_tells_the_keys(open_page: Any) -> None:
    page = open_page("/review")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")

    assert not page.locator("#keys").is_visible()


@needs_chromium
def test_words_are_marked_by_the_keys_and_become_what_is_claimed(open_page: Any, path: Path) -> None:
    page = open_page(f"/review/claims/{one(path).id}")
    page.keyboard.press("t")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("3")
    assert page.locator("#content").input_value() == "19:48 Kenya did deploy 600 soldiers"
    pressed(page, "s")

    assert one(path).content.text == "Kenya did deploy 600 soldiers"


@needs_chromium
def test_words_are_marked_with_the_pointer_where_unseen_signs_stand_before_them(open_page: Any, path: Path) -> None:
    text = "\u200b\U0001f600 Ana Ruiz says that Kenya did deploy soldiers to Haiti."
    reading = make_reading(Telling(), path="odd.txt")
    article = Article(reading.article.id[:-1] + "f", text, "odd.txt", "Odd", "Example Daily", "2024-10-18")
    from factory import make_claim

    with Ledger(path) as ledger:
        claim = make_claim(article, 3, Telling())
        ledger.record(Reading(article, (claim,), reading.parties))
    page = open_page(f"/review/claims/{claim.id}")
    page.evaluate("""() => {
      const bit = [...document.querySelectorAll('#text [data-at]')].find((b) => b.textContent.includes('Kenya'));
      const node = bit.firstChild, at = node.data.indexOf('deploy');
      getSelection().setBaseAndExtent(node, at, node, at + 'deploy soldiers '.length);
    }""")
    page.get_by_role("button", name="claimed", exact=False).first.click()
    start = text.index("deploy soldiers")

    assert page.locator("#content").input_value() == f"{start}:{start + 15} deploy soldiers"


@needs_chromium
def test_a_claim_is_put_right_with_script_off(open_page: Any, path: Path) -> None:
    page = open_page(f"/review/claims/{one(path).id}", java_script_enabled=False)
    page.get_by_label("Certainty").select_option("probable")
    page.get_by_role("button", name="Put it right").click()
    page.wait_for_load_state()

    assert one(path).certainty == "probable"


@needs_chromium
def test_review_and_rate_are_reachable_and_fit_a_phone(open_page: Any, address: str, path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    claim, found = one(path), []
    page = open_page("/review", viewport={"width": 360, "height": 780})
    for where in (
        "/review", f"/review/claims/{claim.id}", "/rulings", "/rate", f"/rate/one?on={claim.point}", f"/review/parties/{claim.source.party}",
    ):  # fmt: skip
        page.goto(address + where)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, where
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            found += [
                f"{where} {scheme}: {v['id']}: {v['nodes'][0]['html'][:150]}" for v in violations if v["impact"] in ("serious", "critical")
            ]

    assert found == []
