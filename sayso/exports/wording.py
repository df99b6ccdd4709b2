"""How a dossier's values are worded, the same in every view."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from sayso.claim import Claim, Quantity, Source
from sayso.dossier.network import Giving, Network, Opposing
from sayso.dossier.values import (
    Branch,
    Dispute,
    Dossier,
    Exchange,
    Figure,
    KeyPoint,
    LeftOut,
    Leg,
    Line,
    Moment,
    Relation,
    Root,
    Series,
    Told,
    Tree,
    Voice,
)
from sayso.shown import Shown

MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
PARTS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter", 33: "first quarter of", 34: "second quarter of", 35: "third quarter of",
         36: "fourth quarter of", 40: "first half of", 41: "second half of"}  # fmt: skip
STATUS = {
    "actual": "done",
    "planned": "planned or promised",
    "considered": "considered",
    "requested": "asked for",
    "hypothetical": "hypothetical",
}
MEANINGS = (  # what a page's short words stand for, in the order in which a reader meets them
    ("certain", "The source presents it without a doubt. That does not make it so."),
    ("probable", "The source thinks it likely: believes, expects, probably."),
    ("possible", "The source thinks it may be: fears, could, perhaps."),
    ("uncommitted", "The source takes no side: it cannot confirm it, asks, or leaves it open."),
    ("negative", "Said not to be so, or denied."),
    ("planned", "Said to be planned, promised or expected; not done."),
    ("considered", "Said to be thought about; not decided."),
    ("requested", "Wanted, asked for or urged by somebody; not done."),
    ("hypothetical", "Only if something else were so, or only as a possibility."),
    ("disputed", "Another claim contradicts or denies it."),
    ("rests on one source", "One origin stands behind it, and one outlet printed it."),
    ("3 outlets, but one source", "Several outlets printed it, but all from one origin."),
    ("origin", "A speaker, or a text, that leans on no other one listed. However many print it, it counts once."),
    ("a copy", "Most of this text stands in an earlier article: it adds an outlet, never an origin."),
    ("independent", "Of another side than the other origins, as far as the texts tell. Where nothing tells, it is not established."),
    ("(unnamed)", "Nobody is named: “reports”, “officials”."),
    ("(in its own voice)", "The outlet says so itself and credits nobody."),
    ("no source says how many", "Absence is told too: none of the reports gives a number, or a date."),
)
MEANING = dict(MEANINGS)
GAPS = {
    "cue": "words that credit somebody, of which no claim was made",
    "date": "dates that could not be placed",
    "quantity": "amounts that could not be read as a number",
    "refused": "an engine's words that are not in the text",
    "language": "passages in a language that is not read yet",
}


def count(number: int, one: str, many: str = "") -> str:
    """ "1 article", "1,204 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def number(value: float) -> str:
    """A number as it is printed: 10,900 or 3.4."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def amount(quantity: Quantity | Figure) -> str:
    """A range as a person would say it; words that are no range stay words."""
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        return getattr(quantity, "words", "") or getattr(quantity, "text", "")
    about = "about " if quantity.approximate else ""
    unit = f" {quantity.unit}" if quantity.unit else ""
    if low is None or high is None:
        return f"at least {number(low)}{unit}" if low is not None else f"at most {number(high or 0)}{unit}"
    return f"{about}{number(low)}{unit}" if low == high else f"{about}{number(low)} to {number(high)}{unit}"


def _point_in_time(edtf: str) -> str:
    bare = edtf.rstrip("~?%")
    about = "about " if edtf != bare else ""
    parts = bare.split("-")
    if len(parts) == 3 and all(p.isdigit() for p in parts) and int(parts[1]) <= 12:
        return f"{about}{int(parts[2])} {MONTHS[int(parts[1])]} {parts[0]}"
    if len(parts) == 2 and all(p.isdigit() for p in parts):
        month = int(parts[1])
        name = MONTHS[month] if month <= 12 else PARTS.get(month, bare)
        return f"{about}{name} {parts[0]}"
    return f"{about}{bare}"


def date(edtf: str) -> str:
    """An EDTF date as a person would say it, no more precise than it is: "October 2024", "since August 2024"."""
    if not edtf:
        return "undated"
    if "/" not in edtf:
        return _point_in_time(edtf)
    first, _, last = edtf.partition("/")
    if first in ("", ".."):
        return f"until {_point_in_time(last)}"
    if last in ("", ".."):
        return f"since {_point_in_time(first)}"
    return f"{_point_in_time(first)} to {_point_in_time(last)}"


def moment(m: Moment) -> str:
    """When something is said to have been, and how that is known."""
    if m.words:
        return f"{date(m.edtf)} (“{' '.join(m.words.split())}”)"
    day = date(m.edtf.replace("../", "").replace("/..", ""))
    return f"by {day}, when it was first reported" if m.edtf.startswith("..") else f"after {day}, when it was first reported"


def moment_told(m: Moment) -> str:
    """A moment in one line: when, what is said to have been, and who says so."""
    day = date(m.edtf.replace("../", "").replace("/..", ""))
    when = date(m.edtf) if m.words else f"by {day}, first report" if m.edtf.startswith("..") else f"after {day}"
    line = next((line for line, _ in voiced(m.lines)), None)
    return f"{when}: “{quoted(line.claim)}”{_by(m.lines)}" if line else f"{when}: {m.type}"


def source_name(source: Source, publisher: str) -> str:
    """Who is credited; for the article's own voice its publisher."""
    if source.kind == "article":
        return f"{publisher or 'the article'} (in its own voice)"
    return source.name or source.text


def speaker(claim: Claim) -> str:
    """Who is credited with a claim."""
    name = source_name(claim.source, claim.article.publisher)
    return f"{name} (unnamed)" if claim.source.kind == "unnamed" else name


def chain(claim: Claim) -> str:
    """Those through whom a claim came, from the speaker outwards; "" where there is nobody between."""
    return ", as told by ".join(source_name(via, claim.article.publisher) for via in claim.via)


def quoted(claim: Claim) -> str:
    """A claim's words without the quotation marks that the article puts round them; where pieces are left out, dots."""
    pieces, at = [], 0
    for start, end in claim.content.spans:
        pieces.append(claim.content.text[at : at + end - start].strip(" ,"))
        at += end - start + 1
    return re.sub(r"^[“\"‘']+|[”\"]+$", "", " … ".join(pieces)).strip(" ,")


FEW_WORDS = 5  # a content shorter than this is hard to understand without its sentence


def brief(claim: Claim) -> bool:
    """Whether a claim's content is so short that its sentence is shown instead."""
    return len(claim.content.text.split(maxsplit=FEW_WORDS - 1)) < FEW_WORDS


def tells_little(line: Line) -> bool:
    """The same of a line."""
    return brief(line.claim)


def telling(line: Line) -> str:
    """What is claimed, in the article's words: the content, or its sentence where the content alone says little."""
    return " ".join(line.sentence.split()) if tells_little(line) else quoted(line.claim)


def told(lines: Iterable[Line]) -> list[tuple[Line, list[Line]]]:
    """Lines in which one source says the same in the same words, together: the first, and those that repeat it."""
    found: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        claim = line.claim
        said = (quoted(claim).casefold(), claim.stance, claim.certainty, claim.polarity, claim.status)
        found.setdefault((speaker(claim).casefold(), chain(claim), *said), []).append(line)
    return [(group[0], group[1:]) for group in found.values()]


def voiced(lines: Iterable[Line]) -> list[tuple[Line, list[Line]]]:
    """The same, those by somebody who is named first: "reports" and an outlet's own voice come last."""
    return sorted(told(lines), key=lambda found: found[0].claim.source.kind in ("unnamed", "article"))


def left(shown: Shown[Line], most: int) -> int:
    """How many claims stay behind where only so many are told, each with those that repeat it."""
    return shown.total - sum(1 + len(again) for _, again in voiced(shown)[:most])


STANDS = {
    "under way": "Told as under way",
    "promised": "Promised",
    "planned": "Planned or expected",
    "considered": "Considered",
    "asked for": "Wanted or asked for",
    "hypothetical": "As a possibility",
    "alleged": "Alleged",
    "left open": "Left open, or not confirmed",
    "denied": "Told as not so, or denied",
}


def stands(found: Told) -> str:
    """How claims of a point say that it stands; what tells of no event is not done, but so."""
    eventful = any(line.claim.events for line in found.lines)
    return STANDS.get(found.standing, "Told as done" if eventful else "Told as so")


def short_id(ident: str) -> str:
    """As much of an id as is needed to find it again."""
    return ident[: len("claim-1-") + 10]


def four(claim: Claim) -> tuple[tuple[str, str, bool], ...]:
    """Stance, certainty, polarity and status, each with whether it is other than the plain case."""
    return (
        ("stance", claim.stance, False),
        ("certainty", claim.certainty, claim.certainty != "certain"),
        ("polarity", claim.polarity, claim.polarity != "positive"),
        ("status", claim.status, claim.status != "actual"),
    )


def grade(claim: Claim) -> tuple[tuple[str, str, bool], ...]:
    """Stance and certainty, and polarity and status where they are other than positive and actual."""
    return tuple(part for part in four(claim) if part[2] or part[0] in ("stance", "certainty"))


def what_differs(claim: Claim) -> tuple[tuple[str, str, bool], ...]:
    """The stance, and what is other than plainly so."""
    return tuple(part for part in grade(claim) if part[2] or part[0] == "stance")


def grade_line(claim: Claim) -> str:
    """The grade in one line."""
    return " · ".join(value for _, value, _ in grade(claim))


def outlet(claim: Claim) -> str:
    """Where a claim was published."""
    return claim.article.publisher or claim.article.title or claim.article.path or "unknown outlet"


def dated(claim: Claim) -> str:
    """Where and when a claim was published."""
    return f"{outlet(claim)}, {date(claim.article.published)}"


def citation(claim: Claim, title: str, url: str) -> str:
    """Who said what, where and when, as one would write it below a text of one's own."""
    role = f", {claim.source.role}" if claim.source.role else ""
    through = f", as told by {chain(claim)}" if claim.via else ""
    where = ", ".join(part for part in (f"“{title}”" if title else "", outlet(claim), date(claim.article.published), url) if part)
    return f"{speaker(claim)}{role}{through}: “{quoted(claim)}”. In: {where}."


def support(point: KeyPoint) -> str:
    """How often it is said, where, and how many of those who say it do not lean on each other."""
    return f"{count(point.lines.total, 'claim')} · {count(point.outlets, 'outlet')} · {count(point.origins, 'origin')}"


def parties(names: tuple[str, ...]) -> str:
    """Party names as a list; "not said" where no source names one."""
    return " and ".join(names) if names else "not said"


def given(amounts: tuple[str, ...]) -> str:
    """The figures that sources give for one thing."""
    return amounts[0] if len(amounts) == 1 else f"given as {'; '.join(amounts)}"


def goods(leg: Leg | Giving) -> str:
    """What is moved, each with the figures that are given for it; their order is that of publication, no growth."""
    named = [f"{g.name} ({given(g.amounts)})" if g.amounts else g.name for g in leg.goods]
    return ", ".join(named) or "not said"


def exchange_title(exchange: Exchange) -> str:
    """Between whom something is said to be exchanged."""
    return f"{parties(exchange.one)} and {parties(exchange.other)}"


def told_as(told: Told) -> str:
    """How something is said to stand, with the certainty where it is less than certain."""
    hedged = tuple(c for c in told.certainties if c != "certain")
    return f"{told.standing} ({', '.join(told.certainties)})" if hedged and told.standing != "left open" else told.standing


def standing(figure: Figure) -> str:
    """Whether a figure is said to be so, planned … or said not to be; and whether it is but a part."""
    status = STATUS.get(figure.status, figure.status)
    said = f"said not to be {status}" if figure.polarity == "negative" else f"said to be {status}"
    return said + {"more": ", in addition", "part": ", a part", "total": ", in all"}.get(figure.sense, "")


def figure_told(figure: Figure) -> str:
    """A figure in one line: of which day, how much, where, who says so, and when."""
    where = f" ({figure.where})" if figure.where else ""
    plain = "" if figure.counts else f", {standing(figure)}"
    return f"{date(figure.day)}: {amount(figure)}{where}{plain}{_by(figure.lines)}"


def _by(lines: Shown[Line]) -> str:
    """Who says so; the first three by name."""
    said = list(dict.fromkeys(speaker(line.claim) for line in lines))
    more = f" and {len(said) - 3} more" if len(said) > 3 else ""
    return f", {', '.join(said[:3])}{more}" if said else ""


def short_day(day: str, *, year: bool = False) -> str:
    """A day in little room: 18 Oct, or 18 Oct 24 where the year is not plain."""
    if len(day) != 10:
        return date(day)
    month = int(day[5:7])
    return f"{int(day[8:])} {MONTHS[month][:3] if month <= 12 else month}{f' {day[:4]}' if year else ''}"


def givings_told(found: Network, givings: Iterable[Giving]) -> str:
    """What one is said to give another: "Kenya to Haiti: soldiers (done, planned)"."""
    told = list(givings)
    goods = "; ".join(f"{', '.join(g.name for g in one.goods) or 'not said what'} ({', '.join(one.standings)})" for one in told)
    return f"{found.name(told[0].giver)} to {found.name(told[0].taker)}: {goods}"


def opposing_told(found: Network, opposing: Opposing) -> str:
    """Who contradicts whom."""
    return f"{found.name(opposing.one)} against {found.name(opposing.other)}"


def tree_title(tree: Tree) -> str:
    """ "14 outlets, 2 origins"."""
    return f"{count(tree.outlets, 'outlet')}, {count(tree.origins, 'origin')}"


def tree_told(tree: Tree) -> str:
    """A source tree in words."""
    more = f"; and {count(tree.more, 'more origin')}" if tree.more else ""
    return f"{'; '.join(_branch_told(root) for root in tree.roots)}{more}. {independence(tree)}".strip()


def _branch_told(branch: Branch) -> str:
    notes = root_notes(branch)
    note = f" ({', '.join(notes)})" if notes else ""
    passed = " and ".join(_branch_told(child) for child in branch.branches)
    return f"{branch.name}{note}" + (f", in {passed}" if passed else "")


def root_notes(branch: Branch) -> tuple[str, ...]:
    """What is to be said of an origin: that it says no or leaves it open, and what is established of its independence."""
    established = (
        (f"{branch.independent}: {branch.why}",) if branch.independent in ("independent", "not independent") and branch.why else ()
    )
    return (*((branch.stand,) if branch.stand else ()), *established)


def independence(tree: Tree) -> str:
    """How many of those who say so are established as independent of each other; of a single one there is nothing to say."""
    told = [root.independent for root in tree.roots if not root.stand]
    if len(told) < 2:
        return ""
    if set(told) == {"not established"}:
        return "Independence not established."
    apart, leaning, unknown = (told.count(name) for name in ("independent", "not independent", "not established"))
    parts = [f"{apart:,} {'is' if apart == 1 else 'are'} established as independent"] if apart else []
    parts += [f"{leaning:,} {'is' if leaning == 1 else 'are'} not"] if leaning else []
    parts += [f"of {unknown:,} it is not established"] if unknown else []
    return f"Of {len(told):,} origins {'shown here ' if tree.more else ''}that say so {', '.join(parts)}."


RELATIONS = {"revises": "revises", "details": "adds detail to", "unverified": "could not verify"}


def relation(kind: str) -> str:
    """What a later claim does to an earlier one."""
    return RELATIONS.get(kind, kind)


def related(relations: Iterable[Relation]) -> list[tuple[str, str, list[tuple[int, int]]]]:
    """How lines of a point stand to each other, each reason told once: the reason, what the one does to the other, and their numbers."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for one in relations:
        found.setdefault((one.reason, relation(one.kind)), []).append((one.one, one.other))
    return [(reason, kind, pairs) for (reason, kind), pairs in found.items()]


def rests_on_one(point: KeyPoint) -> str:
    """A mark for a point that only one source stands behind; "" where there are more."""
    if point.origins != 1:
        return ""
    return "rests on one source" if point.outlets == 1 else f"{count(point.outlets, 'outlet')}, but one source"


def goes_back(roots: Iterable[Root]) -> str:
    """What a side goes back to."""
    return "; ".join(f"{root.name}" for root in roots)


def left_out(found: LeftOut) -> str:
    """What a dossier was told to do without."""
    parts = [f"without {' and '.join(f'“{name}”' for name in found.without)}"] if found.without else []
    parts += [f"as of {date(found.as_of)}"] if found.as_of else []
    asked = " and ".join(parts)
    return f"{asked[:1].upper()}{asked[1:]}: {count(found.claims, 'claim')} in {count(found.articles, 'article')} left out"


def series_title(series: Series) -> str:
    """What is counted, and whose."""
    what = f"{series.what} in {series.unit}" if series.unit else series.what
    return f"{what[:1].upper()}{what[1:]}: {series.whose}" if series.whose else what[:1].upper() + what[1:]


def disputed_over(dispute: Dispute) -> str:
    """What a dispute is about, in the words of one that is opposed in it; quoted, for it is not settled."""
    return f"Whether “{quoted(dispute.lead.claim)}”"


def voice_name(voice: Voice) -> str:
    """A source's name; an outlet's own voice and an unnamed group are told apart from named ones."""
    return {"article": f"{voice.name} (in its own voice)", "unnamed": f"{voice.name} (unnamed)"}.get(voice.kind, voice.name)


@cache
def _states() -> dict[str, str]:
    """The names of states by their codes, the first that is listed for each."""
    lines = (files("sayso") / "data" / "states.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in reversed(lines) if not line.startswith("#")]
    return {row[3]: row[0] for row in rows if len(row) > 3 and row[1] == "state" and not row[2]}


def country(code: str) -> str:
    """A country's name; a code that no list has stays as it is."""
    return _states().get(code, code)


def voice_about(voice: Voice) -> str:
    """A source's role, country and how much it says; a state is not told to be of itself."""
    said = f"{count(voice.lines.total, 'claim')} in {count(voice.outlets, 'outlet')}"
    where = country(voice.country)
    return " · ".join(part for part in (voice.role, where if where != voice.name else "", said) if part)


def gap(kind: str) -> str:
    """What a kind of gap is."""
    return GAPS.get(kind, kind)


def spread(dossier: Dossier) -> str:
    """From when to when the articles run."""
    first, last = date(dossier.basis.first), date(dossier.basis.last)
    return first if first == last else f"{first} to {last}"


def title(dossier: Dossier) -> str:
    """What a dossier is called unless it is told."""
    if not dossier.basis.articles.total:
        return "An empty ledger"
    return f"{count(dossier.basis.claims, 'claim')} from {count(dossier.basis.articles.total, 'article')}"


UNSEEN = {*range(0x20), *range(0x7F, 0xA0), 0x200B, 0x2028, 0x2029, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {0x09, 0x0A}
HARMLESS = dict.fromkeys(sorted(UNSEEN), "�")


def harmless(text: str) -> str:
    """Text that cannot move the cursor, colour the screen or turn the direction of what follows."""
    return text.translate(HARMLESS)
