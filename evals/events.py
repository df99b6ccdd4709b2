"""How often the events have the right agent and recipient (PETRARCH's test records), and the right arguments (RAMS, WikiEvents).

    python evals/events.py FOLDER [--misses]

The files in FOLDER tell which of the three it is: dev.jsonlines (RAMS 1.0), dev.jsonl (WikiEvents), or the records of PETRARCH
(github.com/openeventdata/petrarch).

Arguments (`arguments`), in full:
* Of the labelled events those count whose type is in GROUPS: transfers, transports, agreements, attacks and meetings.
* Their triggers are taken as given, as in the published figures: ours is the event whose trigger overlaps the labelled one, of whatever type. Where
  we find no event there, all its arguments are missed. "triggers" says how many have one.
* Labelled roles are mapped by ROLES to agent, recipient, items and place; roles that sayso has none for (beneficiary, preventer, vehicle,
  origin of money …) are left out and counted. The two sides of an agreement or a meeting may be agent or recipient.
* An argument of ours is right where its head word lies in a labelled argument of the same role, or the head word of that lies in ours; each
  labelled argument is found at most once. The head is what the parser says.
* Labelled arguments in other sentences than the trigger are counted as missed as they stand ("F1"); "F1, same sentence" leaves them out.

Events (`coded`):
FOLDER holds PETR.UnitTest.records.xml, PETR2_GSR_validation.xml and PETR.Validate.actors.txt. These records are for
development only. What is counted, in full:
* A record counts as right where, for one of its coded events, some event of ours has an agent of the source's code and a
  recipient of the target's code ("any"); "all" asks this for every coded event. Only the leading actor of a code counts (USAGOV: USA;
  an actor without a country, ---REB: any party; "soldiers from Peru" are Peru's); a target of --- asks only for the agent. Event codes themselves are not compared.
* Where two agents act together (they meet, agree, fight, cooperate), each is the other's recipient too.
* A record coded "no event" is right where we find no event between two actors: PETRARCH codes only what passes between two different actors
  of its dictionaries, so an event with one end open, or with an end that is neither of a country nor in the dictionary, is none to it.
  "silent" counts those where we find nothing at all.
* Records that only test the coder's own machinery (a bad input parse, discarded stories) are left out and counted.
* "without statements" leaves out the records whose every code is 01 or 02 (public statement, appeal).
* "statements as claims": sayso keeps what is said as a claim and what is done as an event, so a second figure asks what the whole of it holds,
  as the default engine reads the record. A code counts as right there where an event meets it as above, or
  - it is 01 or 02, and a claim is credited to its source whose content names its target: as a party of one of the claim's events or as any
    other name in its words (a target of --- asks only for the source); who speaks and who is spoken of may not change places;
  - or it is 11 (accuse), and a claim credited to its source states an assault, an arrest or another act of coercion whose agent is its target:
    this program codes "X said that Y attacked Z" as an accusation of Y by X, and that X says so and that Y did it is all that the claim holds.
  Other codes of speech are not met by claims. The same is asked of the records coded "no event" (a claim of one known actor about another
  breaks the quiet) and of turned codes (a claim of the target about the source).
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.claim import Article, Claim, Event, Extent, Role
from sayso.events import describe
from sayso.names import Cast, resolve
from sayso.names.gazetteer import Gazetteer
from sayso.pipeline import Extractor
from sayso.sentences import Parse, Parser

FILES = {"unit": "PETR.UnitTest.records.xml", "validation": "PETR2_GSR_validation.xml"}
ACTORS = "PETR.Validate.actors.txt"
MUTUAL = {"meet", "agree", "cooperate", "combat"}
STATED, ACCUSED = ("01", "02"), ("11",)  # the codes that a claim may meet
WRONGS = {"strike", "combat", "casualty", "seize", "detain", "coerce"}
# The labelled types by how their names begin, and the roles of ours that theirs are.
GROUPS = {
    "transaction.transaction.embargo": "", "transaction.transfermoney.embargo": "", "transaction.transferownership.embargo": "",  # the stopping of one
    "movement.transportartifact.prevent": "", "movement.transportperson.prevent": "", "movement.transportartifact.grantentry": "",
    "movement.transportperson.grantentry": "", "movement.transportartifact.hide": "", "movement.transportperson.hide": "",
    "transaction.": "transfer", "movement.": "transport", "government.agreements": "agreement", "conflict.attack": "attack",
    "contact.negotiate": "meeting", "contact.discussion": "meeting", "contact.collaborate": "meeting", "contact.contact.meet": "meeting",
}  # fmt: skip
ROLES = {
    "giver": "agent", "transporter": "agent", "attacker": "agent", "participant": "either", "violator": "agent", "otherparticipant": "recipient",
    "recipient": "recipient", "target": "recipient", "artifact": "items", "money": "items", "artifactmoney": "items", "acquiredentity": "items",
    "passenger": "items", "passengerartifact": "items", "territoryorfacility": "items", "instrument": "items", "explosivedevice": "items",
    "place": "place", "destination": "place", "origin": "place",
}  # fmt: skip
MAPPED = ("agent", "recipient", "items", "place")
RECORD = re.compile(r"<Sentence\b[^>]*?id\s*=\s*\"(?P<id>[^\"]+)\"[^>]*>(?P<body>.*?)</Sentence>", re.S)
CODING = re.compile(r"<EventCoding\b([^>]*)>")
ATTRIBUTE = re.compile(r"(\w+)\s*=\s*\"([^\"]*)\"")
# ISO 3166-1: the three-letter codes of the records as two letters.
COUNTRIES = dict(
    pair.split(":")
    for pair in [
        "AFG:AF",
        "AUS:AU",
        "AZE:AZ",
        "BRA:BR",
        "BGR:BG",
        "CAF:CF",
        "CHE:CH",
        "CHN:CN",
        "COD:CD",
        "CYP:CY",
        "CZE:CZ",
        "DNK:DK",
        "EGY:EG",
        "ETH:ET",
        "FRA:FR",
        "GBR:GB",
        "GEO:GE",
        "GRC:GR",
        "GUY:GY",
        "HUN:HU",
        "IND:IN",
        "IRN:IR",
        "IRQ:IQ",
        "ISR:IL",
        "ITA:IT",
        "JOR:JO",
        "JPN:JP",
        "KEN:KE",
        "KOR:KR",
        "KUW:KW",
        "LBN:LB",
        "LBY:LY",
        "MMR:MM",
        "MYS:MY",
        "NGA:NG",
        "NZE:NZ",
        "PAK:PK",
        "PHL:PH",
        "PRK:KP",
        "PSE:PS",
        "QAT:QA",
        "RUS:RU",
        "RWA:RW",
        "SAU:SA",
        "SOM:SO",
        "SYR:SY",
        "TUN:TN",
        "UKR:UA",
        "USA:US",
        "ZBW:ZW",
    ]
)
BODIES = {  # bodies and people that the validation file takes from dictionaries which do not come with it
    "IGOUNO": ["united nations", "un"], "IGOEUREEC": ["european union"], "IGOCOPITP": ["interpol", "international criminal court"],
    "IMGMUSISI": ["isil", "islamic state"], "USA": ["obama", "bush", "petraeus", "us", "american", "congress"], "RUS": ["putin", "moscow"],
    "PSE": ["hamas", "palestinian", "gaza"], "CHE": ["switzerland", "zurich"], "KEN": ["kenya"], "SOM": ["al-shabab", "somali"],
    "AFP": ["afp"],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One test sentence and the source and target codes of its events."""

    id: str
    text: str
    codes: tuple[tuple[str, str, str], ...]
    no_event: bool


def records(path: Path) -> list[Record]:
    """The records of a file that test what a sentence says."""
    text = re.sub(r"<!--.*?-->", "", path.read_text("utf-8", errors="replace"), flags=re.S)
    text = re.sub(r"(<Sentence\b[^>]*)/>", r"\1>", text)
    found = []
    for match in RECORD.finditer(text):
        words = re.search(r"<Text>(.*?)</Text>", match["body"], re.S)
        codings = [dict(ATTRIBUTE.findall(c)) for c in CODING.findall(match["body"])]
        if words is None or not words[1].strip() or not codings or any("error" in c for c in codings):
            continue
        codes = tuple((c["sourcecode"], c["targetcode"], c["eventcode"]) for c in codings if "sourcecode" in c and "targetcode" in c)
        sentence = " ".join(words[1].split()).replace("&amp;", "&").replace("`` ", "“").replace(" ''", "”")
        sentence = re.sub(r"\b(anti|pro)- (?=[A-Z])", r"\1-", sentence)  # the records part words as the Penn Treebank does
        found.append(Record(match["id"], sentence, codes, any("noevents" in c for c in codings)))
    return found


def actors(path: Path) -> dict[str, list[str]]:
    """The names that the actor dictionary has for each code's leading actor."""
    names: dict[str, list[str]] = {code: list(words) for code, words in BODIES.items()}
    waiting: list[str] = []
    last = ""
    for line in re.sub(r"<!.*?-->", "", path.read_text("utf-8"), flags=re.S).splitlines():
        line = line.split("#")[0].strip()
        words = line.split("[")[0].strip().lstrip("+").replace("_", " ").strip().lower()
        found = re.search(r"\[([A-Z+\-/]+)", line)
        code = found[1] if found else last if line.startswith("+") else ""
        if words and not line.startswith("+") and found is None:
            waiting = [words]
        elif words and line.startswith("+") and waiting:
            waiting.append(words)
        for known in code.split("/"):
            if len(known) >= 2:
                names.setdefault(known, []).extend([words] if words else waiting)
        if found and words:
            last, waiting = code, []
    return names


def phrase(parse: Parse, role: Role) -> str:
    """A role's words with the phrases that hang on them: "soldiers" with "from Peru"."""
    inside = parse.between(*role.span)
    heads = [t for t in inside if t.head not in inside or t.head is t]
    below = [t for h in heads for c in h.children if c.dep in ("prep", "appos", "poss", "compound") for t in c.subtree()]
    return " ".join(t.text for t in [*inside, *below])


def denotes(role: Role, code: str, names: dict[str, list[str]], parse: Parse) -> bool:
    """Whether a role of ours is the leading actor of a code."""
    if code.startswith(("---", "###")):
        return True
    if role.country and COUNTRIES.get(code[:3]) == role.country:
        return True
    words = f"{phrase(parse, role)} {role.name}".lower()
    words = re.sub(r"[_\W]+", " ", re.sub(r"\banti ?- ?\S+", "", words))  # who is against a party is not that party
    known = [name for key in (code, code[:6], code[:3], code[3:6]) if key for name in names.get(key, ())]
    patterns = [re.sub(r"[_\W]+", " ", name).strip().removeprefix("the ") for name in known]
    return any(re.search(r"\b" + re.escape(pattern), words) for pattern in patterns if pattern)


def known(role: Role, names: dict[str, list[str]], parse: Parse) -> bool:
    """Whether a role is of a country or in the actor dictionary."""
    return bool(role.country) or any(denotes(role, code, names, parse) for code in names if code[0].isalpha())


def dyads(event: Event) -> list[tuple[Role, Role | None]]:
    """Who acts on whom; those who act together act on one another."""
    pairs: list[tuple[Role, Role | None]] = [(a, r) for a in event.agent for r in event.recipient]
    if event.type in MUTUAL:
        pairs += [(a, b) for a in event.agent for b in event.agent if a is not b]
        pairs += [(r, a) for a in event.agent for r in event.recipient]
    return pairs + [(a, None) for a in event.agent]


def is_met(code: tuple[str, str, str], events: list[Event], names: dict[str, list[str]], parse: Parse) -> bool:
    """Whether some event of ours has the source and target of a coded one."""
    source, target, _ = code
    open_end = target.startswith(("---", "###"))
    return any(
        denotes(agent, source, names, parse) and (open_end if recipient is None else denotes(recipient, target, names, parse))
        for event in events
        for agent, recipient in dyads(event)
    )


@dataclass(frozen=True, slots=True)
class Said:
    """One claim: who says it, whom it speaks of, and who does wrong in it."""

    source: Role
    named: tuple[Role, ...]
    wrongdoers: tuple[Role, ...]

    def meets(self, code: tuple[str, str, str], names: dict[str, list[str]], parse: Parse) -> bool:
        """Whether it holds the source and the target of a coded statement or accusation."""
        source, target, event = code
        if not event.startswith((*STATED, *ACCUSED)) or not denotes(self.source, source, names, parse):
            return False
        if event.startswith(ACCUSED):
            return any(denotes(role, target, names, parse) for role in self.wrongdoers)
        return target.startswith(("---", "###")) or any(denotes(role, target, names, parse) for role in self.named)


def said(claims: tuple[Claim, ...], parse: Parse, cast: Cast) -> list[Said]:
    """What somebody is credited with, of all that was read."""
    found = []
    for claim in claims:
        speaker = claim.source
        if speaker.span is None:
            continue
        words = [t for start, end in claim.content.spans for t in parse.between(start, end)]
        others = [cast.role(t) for t in words if t.pos == "PROPN" or cast.at(t)]
        doers = [role for event in claim.events if event.type in WRONGS for role in event.agent]
        parties = [role for event in claim.events for role in (*event.agent, *event.recipient)]
        source = Role(speaker.text, speaker.span, speaker.name, speaker.kind, speaker.country)
        found.append(Said(source, tuple(parties + others), tuple(doers)))
    return found


def measure(folder: Path, show: bool = False) -> dict[str, dict[str, float]]:
    """The figures for the labelled events that a folder holds."""
    if (folder / "dev.jsonlines").exists() or (folder / "dev.jsonl").exists():
        return arguments(folder, show)
    return coded(folder, show)


def coded(folder: Path, show: bool = False) -> dict[str, dict[str, float]]:
    """The figures for each file of the folder."""
    missing = [name for name in (*FILES.values(), ACTORS) if not (folder / name).exists()]
    if missing:
        sys.exit(f"{folder} has no {', '.join(missing)}; get PETRARCH's data/text folder from github.com/openeventdata and name it here")
    names = actors(folder / ACTORS)
    parser, gazetteer, reader = Parser(), Gazetteer.load(), Extractor()
    figures: dict[str, dict[str, float]] = {}
    for kind, name in FILES.items():
        counts: Counter[str] = Counter()
        found = records(folder / name)
        articles = [Article(id=r.id, text=r.text) for r in found]
        for record, parse in zip(found, parser.parse(articles), strict=True):
            cast = resolve(parse, gazetteer)
            frames = describe(parse, cast)
            events = [f.event for f in frames] + [f.event.in_exchange_for for f in frames if f.event.in_exchange_for]
            claims = said(reader.extract_parsed(parse).claims, parse, cast)
            _count(record, events, claims, parse, names, counts, show)
        figures[kind] = {
            "records": len(found),
            "any": counts["any"] / max(1, counts["coded"]),
            "all": counts["all"] / max(1, counts["coded"]),
            "coded": counts["coded"],
            "any, without statements": counts["any deed"] / max(1, counts["deed"]),
            "deeds": counts["deed"],
            "any, statements as claims": counts["any said"] / max(1, counts["coded"]),
            "turned round, statements as claims": counts["turned said"] / max(1, counts["coded"]),
            "no event, statements as claims": counts["quiet said"] / max(1, counts["none"]),
            "turned round": counts["turned"] / max(1, counts["coded"]),
            "no event": counts["quiet"] / max(1, counts["none"]),
            "silent": counts["silent"] / max(1, counts["none"]),
            "coded no event": counts["none"],
        }
    return figures


def _count(
    record: Record, events: list[Event], claims: list[Said], parse: Parse, names: dict[str, list[str]], counts: Counter[str], show: bool
) -> None:
    if record.no_event or not record.codes:
        pairs = [(a, r) for e in events for a, r in dyads(e) if r is not None]
        quiet = not any(_are_known(a, r, names, parse) for a, r in pairs)
        hushed = quiet and not any(_are_known(c.source, r, names, parse) for c in claims for r in c.named)
        counts.update({"none": 1, "quiet": quiet, "silent": not events, "quiet said": hushed})
        if show and not hushed:
            print(f"{'told of' if quiet else 'not quiet'} {record.id}: {record.text}\n          {_told(events)}")
        return
    met = [is_met(code, events, names, parse) for code in record.codes]
    held = [m or any(c.meets(code, names, parse) for c in claims) for m, code in zip(met, record.codes, strict=True)]
    deed = any(not code[2].startswith(STATED) for code in record.codes)
    others = [(t, s, c) for s, t, c in record.codes if not t.startswith(("---", "###"))]
    turned = not any(met) and any(is_met(code, events, names, parse) for code in others)
    turned_said = not any(held) and any(c.meets(code, names, parse) for c in claims for code in others)
    counts.update({"coded": 1, "any": any(met), "all": all(met), "deed": deed, "any deed": deed and any(met), "turned": turned})
    counts.update({"any said": any(held), "turned said": turned or turned_said})
    if show and not all(met):
        how = ("said" if any(held) else "missed") if not any(met) else "partly"
        print(f"{how}{' TURNED' if turned or turned_said else ''} {record.id} {record.codes}: {record.text}\n          {_told(events)}")


def _are_known(one: Role, other: Role, names: dict[str, list[str]], parse: Parse) -> bool:
    """Whether two roles are two different actors that the dictionary or the gazetteer knows."""
    return one.name != other.name and known(one, names, parse) and known(other, names, parse)


def _told(events: list[Event]) -> str:
    return "; ".join(f"{e.type}({', '.join(a.text for a in e.agent)} > {', '.join(r.text for r in e.recipient)})" for e in events)


# Arguments


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled event: its trigger and its arguments, each with the role of ours that it fills."""

    group: str
    trigger: Extent
    arguments: tuple[tuple[str, Extent], ...]
    left_out: int


def rams(path: Path) -> Iterator[tuple[Article, list[Labelled]]]:
    """The windows of RAMS, their words joined as they are written."""
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        words = [word for sentence in record["sentences"] for word in sentence]
        text, places = joined(words)
        start, end, types = record["evt_triggers"][0]
        told = [(role[11:], (places[s][0], places[e][1])) for _, (s, e), role in record["gold_evt_links"]]
        if group := group_of(types[0][0]):
            yield (
                Article(id=record["doc_key"], text=text),
                [labelled(group, (places[start][0], places[end][1]), told)],
            )


def wikievents(path: Path) -> Iterator[tuple[Article, list[Labelled]]]:
    """The articles of WikiEvents."""
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        text, places = joined(record["tokens"])
        mentions = {m["id"]: (places[m["start"]][0], places[m["end"] - 1][1]) for m in record["entity_mentions"]}
        found = []
        for event in record["event_mentions"]:
            trigger = (places[event["trigger"]["start"]][0], places[event["trigger"]["end"] - 1][1])
            told = [(a["role"].lower(), mentions[a["entity_id"]]) for a in event["arguments"] if a["entity_id"] in mentions]
            if group := group_of(event["event_type"].lower()):
                found.append(labelled(group, trigger, told))
        yield Article(id=record["doc_id"], text=text), found


def joined(words: list[str]) -> tuple[str, list[Extent]]:
    """Words as a text, without blanks before punctuation and inside compounds, and where each of them stands."""
    text, places = "", []
    for i, word in enumerate(words):
        tight = re.fullmatch(r"[.,;:?!)%]|['’]\w{0,2}|n['’]t", word) or (i and words[i - 1] in ("(", "$"))
        hyphen = (
            i
            and i + 1 < len(words)
            and "-" in (word, words[i - 1])
            and (words[i - 2] if words[i - 1] == "-" else words[i - 1])[-1:].isalnum()
        )
        text += "" if not text or tight or hyphen else " "
        places.append((len(text), len(text) + len(word)))
        text += word
    return text, places


def group_of(type: str) -> str:
    return next((group for prefix, group in GROUPS.items() if type.startswith(prefix)), "")


def labelled(group: str, trigger: Extent, told: list[tuple[str, Extent]]) -> Labelled:
    kept = tuple((ROLES[role], extent) for role, extent in told if role in ROLES)
    return Labelled(group, trigger, kept, len(told) - len(kept))


def arguments(folder: Path, show: bool = False) -> dict[str, dict[str, float]]:
    """Head-word precision, recall and F1 of the arguments, for each group of types and over all."""
    found = list(rams(folder / "dev.jsonlines") if (folder / "dev.jsonlines").exists() else wikievents(folder / "dev.jsonl"))
    parser, gazetteer = Parser(), Gazetteer.load()
    counts: dict[str, Counter[str]] = {}
    for (_, events), parse in zip(found, parser.parse([article for article, _ in found]), strict=True):
        frames = describe(parse, resolve(parse, gazetteer))
        told = [f.event for f in frames] + [f.event.in_exchange_for for f in frames if f.event.in_exchange_for]
        for event in events:
            for name in (event.group, "all"):
                _count_arguments(event, told, parse, counts.setdefault(name, Counter()), show and name != "all")
    return {name: _rates(counts[name]) for name in sorted(counts)}


def _count_arguments(event: Labelled, told: list[Event], parse: Parse, counts: Counter[str], show: bool) -> None:
    ours = next((e for e in told if e.trigger.start < event.trigger[1] and event.trigger[0] < e.trigger.end), None)
    said = [(role, (r.span, _head(parse, r.span))) for role in MAPPED for r in getattr(ours, role)] if ours else []
    said = list(dict.fromkeys(said))
    open_ends = [(role, extent) for role, extent in event.arguments]
    start, end = next(((s.start, s.end) for s in parse.sentences if s.end > event.trigger[0]), event.trigger)
    near = [a for a in open_ends if start <= a[1][0] < end]
    right = 0
    for role, (span, head) in said:
        for gold in open_ends:
            same = gold[0] == role or ({gold[0], role} <= {"either", "agent", "recipient"} and "either" in (gold[0], role))
            other = _head(parse, gold[1])
            if same and (_within(head, gold[1]) or _within(other, span)):
                open_ends.remove(gold)
                right += 1
                break
    counts.update(
        {"events": 1, "triggers": ours is not None, "said": len(said), "labelled": len(event.arguments), "near": len(near), "right": right}
    )
    counts["left out"] += event.left_out
    if show and (right < len(near) or right < len(said)):
        words = parse.article.text
        gold_words = ", ".join(f"{role} {words[s:e]}" for role, (s, e) in event.arguments)
        print(
            f"{event.group} <{words[event.trigger[0] : event.trigger[1]]}> {gold_words}\n   {' '.join(words[start:end].split())}\n   {_told([ours]) if ours else '-'}"
        )


def _head(parse: Parse, extent: Extent) -> Extent:
    inside = parse.between(*extent)
    numbers = {t.i for t in inside}
    top = next((t for t in inside if t.head.i not in numbers or t.head is t), inside[-1] if inside else None)
    return (top.start, top.end) if top else extent


def _within(inner: Extent, outer: Extent) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _rates(counts: Counter[str]) -> dict[str, float]:
    def f1(wanted: int) -> float:
        return 2 * counts["right"] / max(1, counts["said"] + wanted)

    return {
        "events": counts["events"],
        "triggers": counts["triggers"] / max(1, counts["events"]),
        "arguments": counts["labelled"],
        "left out": counts["left out"],
        "precision": counts["right"] / max(1, counts["said"]),
        "recall": counts["right"] / max(1, counts["labelled"]),
        "F1": f1(counts["labelled"]),
        "F1, same sentence": f1(counts["near"]),
    }


if __name__ == "__main__":
    folders = [a for a in sys.argv[1:] if a != "--misses"]
    if len(folders) != 1:
        sys.exit(__doc__)
    print(json.dumps(measure(Path(folders[0]), "--misses" in sys.argv), indent=2))
