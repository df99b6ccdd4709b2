"""Promises of the workbench about articles that mean harm: whatever stands in them is text, and the work for one page is bounded."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from factory import Telling, make_reading

from sayso.claim import Article, ArticleRef, Claim, Content, Party, Reading, Source, make_id
from sayso.ledger import Ledger
from sayso.web import marking
from sayso.web.app import create
from sayso.web.unseen import visible

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

SCRIPT = "<script>alert(1)</script>"
BREAKING = "'\"><img src=x onerror=alert(1)>"
TURNED = "safe \u202etxt.exe\u202c"
MANY = 1200


class Tags(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def plain_claim(article: Article, start: int, end: int, source: str) -> Claim:
    """A claim without an event, of nobody in the text."""
    ref = ArticleRef(article.id, article.path, article.title, article.publisher, article.published, article.url)
    content = Content(article.text[start:end], ((start, end),))
    who = Source("", None, source, "unnamed", False)
    return Claim(make_id("claim", article.id, start, end), ref, who, content, "says", "certain", "positive", "actual", engine="made")


def hostile(text: str, spans: list[tuple[int, int]], name: str, url: str = "") -> Reading:
    article = Article(make_id("article", name, url), text, f"{name}.txt", name, BREAKING, "2024-10-18", url)
    party = Party(make_id("party", "organisation", name), name, "organisation", "", SCRIPT, (BREAKING,))
    return Reading(article, tuple(plain_claim(article, a, b, f"{name} {BREAKING}") for a, b in spans), (party,))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    line = "A rumour goes round. "
    with Ledger(path) as ledger:
        ledger.record(
            hostile(
                f"{SCRIPT} says {BREAKING}\n{TURNED}\u200b\u2066 and \u0000 more",
                [(0, 40), (5, 30), (46, 60)],
                SCRIPT,
                "javascript:alert(1)",
            )
        )
        ledger.record(hostile(line * MANY, [(n * len(line), n * len(line) + 19) for n in range(MANY)], "many"))
        ledger.record(hostile("x" * 5_000_000 + " end.", [(0, 5_000_000), (10, 4_000_000)], "long"))
        ledger.record(make_reading(Telling(f"Ana {SCRIPT}", number=600), Telling("Ben Okoro", polarity="negative", number=600)))
    with TestClient(create(path), base_url="http://127.0.0.1:8765", raise_server_exceptions=False) as client:
        yield client


def addresses(client: TestClient) -> list[str]:
    """Every kind of page, with every article and some claims of each."""
    found = [
        "/story",
        "/points",
        "/disputes",
        "/exchange",
        "/sources",
        "/claims",
        "/articles",
        "/parties",
        "/search?q=script",
        "/search/panel?q=alert",
        "/add",
    ]
    found += ["/claims?page=25", f"/story?source={SCRIPT}", f"/claims?text={BREAKING}", f"/search?q={BREAKING}", "/story?without=many"]
    found += [f"/articles/{a['id']}" for a in client.get("/articles.json").json()["articles"]["items"]]
    claims = client.get("/claims.json").json()["claims"]["items"][:8]
    found += [f"/claims/{c['id']}" for c in claims] + [f"/points/{c['point']}" for c in claims]
    return found + [f"/parties/{p['id']}" for p in client.get("/parties.json").json()["parties"]["items"]]


def test_no_page_holds_an_element_or_address_that_an_article_brought(client: TestClient) -> None:
    brought = []
    for address in addresses(client):
        page = client.get(address)
        assert page.status_code in (200, 422), address
        for tag, attributes in Tags(page.text).found:
            link = attributes.get("href") or attributes.get("src") or ""
            own_script = tag == "script" and link.startswith("/static/")
            if (
                (tag in ("script", "img", "iframe", "object") and not own_script)
                or any(name.startswith("on") for name in attributes)
                or "javascript:" in link
            ):
                brought.append((address, tag, attributes))

    assert brought == []


def test_an_article_of_very_many_claims_is_shown_a_part_at_a_time(client: TestClient) -> None:
    article = next(a for a in client.get("/articles.json").json()["articles"]["items"] if a["title"] == "many")
    first = client.get(f"/articles/{article['id']}.json").json()
    last = client.get(f"/articles/{article['id']}.json?leaf={first['leaves']}").json()
    shown = sum(len(client.get(f"/articles/{article['id']}.json?leaf={n}").json()["notes"]) for n in range(1, first["leaves"] + 1))

    assert first["claims"] == shown == MANY
    assert max(len(first["notes"]), len(last["notes"])) <= marking.MOST_CLAIMS


@pytest.mark.parametrize("address", ["/articles/{}", "/claims"])
def test_a_sentence_of_five_megabytes_makes_no_large_page(client: TestClient, address: str) -> None:
    article = next(a for a in client.get("/articles.json").json()["articles"]["items"] if a["title"] == "long")
    page = client.get(address.format(article["id"]))

    assert page.status_code == 200
    assert len(page.content) < 200_000


def test_a_claim_leads_to_the_part_of_the_article_in_which_it_stands(client: TestClient) -> None:
    claim = client.get("/claims.json?page=20").json()["claims"]["items"][0]
    page = client.get(f"/articles/{claim['article']['id']}?claim={claim['id']}")

    assert f'id="{claim["id"]}"' in page.text


def test_what_cannot_be_seen_is_named_in_a_frame() -> None:
    assert visible("a\u202eb\u200bc") == (
        'a<span class="unseen" title="U+202E: right-to-left override">RLO</span>b<span class="unseen" title="U+200B: zero width space">ZWSP</span>c'
    )


def test_joiners_that_a_script_needs_are_left_alone() -> None:
    assert visible("می\u200cخواهم 👩\u200d🚀") == "می\u200cخواهم 👩\u200d🚀"


def test_marks_that_overlap_keep_every_character_once() -> None:
    article = Article("article-1-x", "One said that two said that three.\nFour.")
    claims = [plain_claim(article, 0, 33, "a"), plain_claim(article, 14, 33, "b"), plain_claim(article, 28, 40, "c")]
    found = marking.paragraphs(article.text, (0, len(article.text)), claims)

    assert ["".join(piece.text for piece in p.pieces) for p in found] == article.text.split("\n")
    assert [piece.depth for piece in found[0].pieces] == [1, 2, 3, 1]


@pytest.mark.parametrize("text", ["", "word " * 20_000, "x" * 100_000, "line\n" * 30_000])
def test_the_parts_of_an_article_lie_end_to_end(text: str) -> None:
    starts = list(range(0, len(text), 37))
    parts = marking.leaves(text, starts)

    assert "".join(text[a:b] for a, b in parts) == text
    assert max(b - a for a, b in parts) <= marking.LEAF


def test_an_upload_cannot_name_a_place(client: TestClient) -> None:
    from sayso.web.adding import harmless_name

    names = [
        "../../etc/passwd",
        "C:\\Windows\\x.txt",
        "/abs.txt",
        "..",
        ".",
        "",
        "a\x00b.txt",
        "~/.ssh",
        "-",
        "x" * 500 + ".txt",
        "*.txt",
        "bericht über.pdf",
    ]

    assert [
        name
        for name in map(harmless_name, names)
        if "/" in name or "\\" in name or name.startswith((".", "~")) or not name or len(name) > 120
    ] == []
