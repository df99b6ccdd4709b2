"""How often the events have the right agent and recipient, on PETRARCH's test records (github.com/openeventdata/petrarch).

    python evals/events.py FOLDER [--misses]

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
* "coded as statements" are records whose every code is 01 or 02 (public statement, appeal): sayso keeps those as claims, not as events, so
  the figure is also given without them.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sayso.claim import Article, Event, Role
from sayso.events import describe
from sayso.names import resolve
from sayso.names.gazetteer import Gazetteer
from sayso.sentences import Parse, Parser

FILES = {"unit": "PETR.UnitTest.records.xml", "validation": "PETR2_GSR_validation.xml"}
ACTORS = "PETR.Validate.actors.txt"
MUTUAL = {"meet", "agree", "cooperate", "combat"}
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
    words = re.sub(r"[_\W]+", " ", f"{phrase(parse, role)} {role.name}".lower())
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


def measure(folder: Path, show: bool = False) -> dict[str, dict[str, float]]:
    """The figures for each file of the folder."""
    missing = [name for name in (*FILES.values(), ACTORS) if not (folder / name).exists()]
    if missing:
        sys.exit(f"{folder} has no {', '.join(missing)}; get PETRARCH's data/text folder from github.com/openeventdata and name it here")
    names = actors(folder / ACTORS)
    parser, gazetteer = Parser(), Gazetteer.load()
    figures: dict[str, dict[str, float]] = {}
    for kind, name in FILES.items():
        counts: Counter[str] = Counter()
        found = records(folder / name)
        articles = [Article(id=r.id, text=r.text) for r in found]
        for record, parse in zip(found, parser.parse(articles), strict=True):
            frames = describe(parse, resolve(parse, gazetteer))
            events = [f.event for f in frames] + [f.event.in_exchange_for for f in frames if f.event.in_exchange_for]
            _count(record, events, parse, names, counts, show)
        figures[kind] = {
            "records": len(found),
            "any": counts["any"] / max(1, counts["coded"]),
            "all": counts["all"] / max(1, counts["coded"]),
            "coded": counts["coded"],
            "any, without statements": counts["any deed"] / max(1, counts["deed"]),
            "deeds": counts["deed"],
            "turned round": counts["turned"] / max(1, counts["coded"]),
            "no event": counts["quiet"] / max(1, counts["none"]),
            "silent": counts["silent"] / max(1, counts["none"]),
            "coded no event": counts["none"],
        }
    return figures


def _count(record: Record, events: list[Event], parse: Parse, names: dict[str, list[str]], counts: Counter[str], show: bool) -> None:
    if record.no_event or not record.codes:
        counts["none"] += 1
        quiet = not any(
            known(a, names, parse) and r is not None and known(r, names, parse) and a.name != r.name for e in events for a, r in dyads(e)
        )
        counts["quiet"] += quiet
        counts["silent"] += not events
        if show and not quiet:
            print(f"not quiet {record.id}: {record.text}\n          {_told(events)}")
        return
    met = [is_met(code, events, names, parse) for code in record.codes]
    deed = any(not code[2].startswith(("01", "02")) for code in record.codes)
    turned = not any(met) and any(is_met((t, s, c), events, names, parse) for s, t, c in record.codes if not t.startswith(("---", "###")))
    counts.update({"coded": 1, "any": any(met), "all": all(met), "deed": deed, "any deed": deed and any(met), "turned": turned})
    if show and not all(met):
        print(
            f"{'missed' if not any(met) else 'partly'}{' TURNED' if turned else ''} {record.id} {record.codes}: {record.text}\n          {_told(events)}"
        )


def _told(events: list[Event]) -> str:
    return "; ".join(f"{e.type}({', '.join(a.text for a in e.agent)} > {', '.join(r.text for r in e.recipient)})" for e in events)


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "--misses"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    print(json.dumps(measure(Path(arguments[0]), "--misses" in sys.argv), indent=2))
