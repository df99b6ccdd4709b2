"""The story: what happens to a report from its page to the ledger.

parse -> name -> describe -> attribute -> split -> grade: `extract`, a pure function of one article
read -> extract -> record: `read_into`, one transaction an article
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from sayso import certainty, dates, events, likeness, modality, names, quantities, statements, voice
from sayso.certainty import Grade, Stance
from sayso.claim import (
    Article,
    ArticleRef,
    Attribution,
    Because,
    Claim,
    Content,
    Event,
    Gap,
    Reading,
    Refusal,
    Source,
    Span,
    claim_id,
)
from sayso.cues import senses
from sayso.engines import DEFAULT, Engine
from sayso.engines import get as get_engine
from sayso.errors import BadRequest
from sayso.events import Frame
from sayso.names import Cast
from sayso.names.gazetteer import Gazetteer
from sayso.phrases import noun_phrase
from sayso.sentences import Parse, Parser, Token

if TYPE_CHECKING:
    from sayso.ledger import Ledger
    from sayso.readers import Document

T = TypeVar("T")
Progress = Callable[[int, str], None]
DENYING = {"denies", "disputes", "doubts", "cannot confirm"}
BARE_REPORT = re.compile(
    r"(?:the|this|that|these|those|such|any) (?:reports?|claims?|accounts?|allegations?|accusations?|statements?|information|assertions?)",
    re.I,
)
ASKED = {"what", "who", "why", "how", "where", "when", "which"}  # "what was said" does not tell what
NO_ANSWER = re.compile(  # what is asked of somebody who says nothing: "did not respond to | requests for comment", "asked | to comment on it"
    r"(?:an?|any|the|several|multiple|repeated|numerous|emailed|further|immediate|\s)*\s?(?:(?:requests?|messages?|calls?|emails?|questions?|inquir(?:y|ies))\s)?"
    r"(?:(?:seeking|for|requesting|to)\s)+(?:an?\s|further\s|immediate\s|additional\s)?(?:comments?|respon(?:d|se)|elaborate|remarks?)\b.*",
    re.I | re.S,
)
HELD = {"believe", "think", "presume", "assume", "suppose", "appear", "seem"}
NAMING = {"call", "name", "dub", "term", "title", "know"}
BATCH_CHARACTERS = 60_000  # parsed at once: more gains nothing, and memory stays flat


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: articles by what became of them, claims, what was refused, and what was not understood."""

    new: int = 0
    known: int = 0
    versions: int = 0
    claims: int = 0
    refusals: tuple[Refusal, ...] = ()
    gaps: dict[str, int] = field(default_factory=dict)


class Extractor:
    """All that turns an article into claims, loaded once."""

    def __init__(self, engine: str = DEFAULT, *, model: str = "", gazetteers: tuple[Path, ...] = ()) -> None:
        self.engine: Engine = get_engine(engine)
        self.parser = Parser(model)
        self.gazetteer = Gazetteer.load(gazetteers)
        self.name = reader_name(self.engine.name, gazetteers)

    def extract(self, article: Article) -> Reading:
        """Read one article: every claim in it, who is who, and what was not understood."""
        if not is_understood(article):
            return _not_understood(article)
        return self.extract_parsed(self.parser.parse_article(article))

    def extract_all(self, articles: Iterable[Article]) -> Iterator[Reading | Exception]:
        """Read articles as they come, some at a time; one that trips us gives its exception and the rest goes on."""
        for batch in _batches(articles):
            understood = [a for a in batch if is_understood(a)]
            self.engine.foresee(understood)
            try:
                parses = iter(self.parser.parse(understood))
            except Exception:  # find out which one it is
                yield from (_attempt(self.extract, article) for article in batch)
                continue
            for article in batch:
                yield _attempt(self.extract_parsed, next(parses)) if is_understood(article) else _not_understood(article)

    def extract_parsed(self, parse: Parse) -> Reading:
        """Read an article that is parsed already."""
        cast = names.resolve(parse, self.gazetteer)
        frames = events.describe(parse, cast)
        credited, refused = _only_what_stands_there(parse.article, self.engine.attribute(parse))
        credited = [part for a in credited if _is_credit(parse, a, frames) for part in statements.split(parse, a)]
        own = voice.attribute(parse, _uncredited(frames, credited))
        theirs = _merged([e for a in credited for e in (*a.content.spans, *([a.cue.span] if a.cue else []))])
        told = _merged(e for a in own for e in a.content.spans)
        own += [part for a in voice.plain(parse, cast, theirs, told) for part in statements.split(parse, a)]
        claims = _understand(parse, cast, frames, _without_withheld(parse, credited) + own, self.name)
        gaps = (*refused, *_gaps(parse, credited))
        return Reading(parse.article, tuple(claims), cast.parties, gaps)


def reader_name(engine: str, gazetteers: tuple[Path, ...]) -> str:
    """What a reading is made by: the engine, and the user's own names where there are any, so that new names mean reading anew."""
    if not gazetteers:
        return engine
    digest = sha256()
    for path in gazetteers:
        try:
            digest.update(path.read_bytes())
        except OSError as error:
            raise BadRequest(f"cannot read the names in {path}: {error.strerror}", "name a UTF-8 text file") from error
    return f"{engine}+names-{digest.hexdigest()[:8]}"


def is_understood(article: Article) -> bool:
    """Whether an article is in a language that is read."""
    return article.language in ("", "en")


def _not_understood(article: Article) -> Reading:
    note = f"the article is in {article.language!r}; only English is understood"
    return Reading(article, gaps=(Gap("language", article.text[:80], (0, min(80, len(article.text))), note),))


def _attempt(work: Callable[[T], Reading], value: T) -> Reading | Exception:
    try:
        return work(value)
    except Exception as error:  # one article that trips us must not stop the run
        return error


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


# From attributions to claims


def _only_what_stands_there(article: Article, found: list[Attribution]) -> tuple[list[Attribution], list[Gap]]:
    """Keep the attributions whose every word is in the article at its place; the others are shown as refused."""
    kept: list[Attribution] = []
    refused: list[Gap] = []
    for attribution in found:
        spans = [s for s in (attribution.cue, attribution.source, *attribution.via) if s]
        whole = attribution.content == article.cut_pieces(list(attribution.content.spans)) and attribution.content.text.strip()
        if whole and all(article.holds(s) for s in spans):
            kept.append(attribution)
        else:
            refused.append(Gap("refused", attribution.content.text[:200], None, "these words are not in the article at the place given"))
    return kept, refused


def _is_credit(parse: Parse, attribution: Attribution, frames: list[Frame]) -> bool:
    """Whether somebody is credited with words or thoughts here, rather than told to act or intend ("signed", "is considering", "allegedly").

    Annotators and the networks that learn from them mark intentions too; in the ledger those are what the article itself tells of somebody.
    """
    cue = _tokens(parse, attribution.cue)
    if parse.article.text[slice(*attribution.content.spans[0])].lower() in ASKED or NO_ANSWER.fullmatch(attribution.content.text):
        return False
    if _only_names(cue, attribution) or _asks_anybody(_tokens(parse, attribution.source)):
        return False
    if not cue or attribution.manner in ("direct", "label"):
        return True
    said = [sense for t in cue for sense in senses(t) if certainty.fits(t, sense)]
    if any(sense.kind in ("verb", "noun", "prep") or (sense.kind == "adj" and attribution.source) for sense in said):
        return True
    acts = {frame.head.i for frame in frames}
    return not any(t.i in acts or modality.senses(t) for t in cue) and any(t.pos in ("VERB", "NOUN", "PUNCT") for t in cue)


def _without_withheld(parse: Parse, credited: list[Attribution]) -> list[Attribution]:
    """One claim where somebody cannot or will not confirm: a refusal "to confirm it" is no other (what was reported is)."""
    stances = [certainty.stance(parse, a.cue).name if a.cue else "" for a in credited]
    withheld = [a for a, stance in zip(credited, stances, strict=True) if stance == "cannot confirm" and a.cue]

    def repeats(attribution: Attribution, stance: str) -> bool:
        for other in withheld:
            if other is attribution or other.cue is None or attribution.cue is None:
                continue
            if stance == "refuses" and other.cue.within(attribution.content):
                return True
        return False

    return [a for a, stance in zip(credited, stances, strict=True) if not repeats(a, stance)]


def _only_names(cue: list[Token], attribution: Attribution) -> bool:
    """Whether words only tell what something is called, and nobody calls it so: "a policy called detention", "was named for a goat"."""
    verb = next((t for t in cue if t.pos == "VERB"), None)
    passive = verb is not None and verb.tag == "VBN" and (verb.dep in ("acl", "relcl") or verb.child("auxpass") is not None)
    active = verb is None or verb.child("agent") is not None or verb.child("ccomp") is not None
    return verb is not None and verb.lemma in NAMING and passive and not active and attribution.source is None


def _asks_anybody(source: list[Token]) -> bool:
    """ "Who knows what it costs": a question, and nobody's words."""
    return len(source) == 1 and source[0].tag == "WP" and source[0].head.dep != "relcl"


def _uncredited(frames: list[Frame], attributions: list[Attribution]) -> list[Frame]:
    """The events that lie in no attribution's content and are no attribution's cue."""
    extents = [e for a in attributions for e in a.content.spans] + [a.cue.span for a in attributions if a.cue]
    taken = _merged(extents)
    starts = [start for start, _ in taken]

    def is_free(frame: Frame) -> bool:
        at = bisect_right(starts, frame.event.trigger.start) - 1
        return at < 0 or taken[at][1] <= frame.event.trigger.start

    return [frame for frame in frames if is_free(frame)]


def _merged(extents: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(extents):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _understand(parse: Parse, cast: Cast, frames: list[Frame], attributions: list[Attribution], engine: str) -> list[Claim]:
    """Turn every attribution into a claim: its source, grade and events, and the claim that it lies within."""
    article = parse.article
    attributions = sorted(attributions, key=lambda a: (a.content.start, -a.content.end, a.cue.start if a.cue else -1, a.content.spans))
    ids = [claim_id(article.id, a.cue, a.content) for a in attributions]
    holders = _holders(attributions)
    inside = _innermost(frames, attributions)
    doubts = certainty.unverified(parse)
    about = likeness.about(article.text)
    ref = ArticleRef(article.id, article.path, article.title, article.publisher, article.published, article.url, about)
    claims: dict[str, Claim] = {}
    for number, attribution in enumerate(attributions):
        if attribution.manner == "voice" and not inside[number]:
            continue  # all that it states lies in a narrower phrase, which is a claim of its own
        stance, grade = _grade(parse, attribution, inside[number], doubts)
        holder = holders[number]
        claims.setdefault(
            ids[number],
            Claim(
                id=ids[number],
                article=ref,
                source=_source(parse, cast, attribution),
                content=attribution.content,
                stance=stance.name,
                certainty=grade.certainty,
                polarity=grade.polarity,
                status=grade.status,
                cue=attribution.cue,
                via=tuple(cast.source(span) for span in attribution.via),
                within=None if holder is None else ids[holder],
                because=_reasons(attribution, stance, grade),
                events=_events(parse, number, stance, grade, attributions, holders, inside),
                engine=engine,
                confidence=attribution.confidence,
            ),
        )
    return [replace(claim, point=likeness.point_id(claim)) for claim in claims.values()]


def _holders(attributions: list[Attribution]) -> list[int | None]:
    """For each attribution the innermost credited one whose content holds its whole content and its cue (text order)."""
    holders: list[int | None] = []
    opened: list[int] = []
    for number, attribution in enumerate(attributions):
        content = attribution.content
        opened = [n for n in opened if attributions[n].content.end > content.start]
        holder = None
        for other in reversed(opened):
            outer = attributions[other].content
            pieces = [Span("", e) for e in content.spans]
            cue_inside = attribution.cue is None or attribution.cue.within(outer)
            if outer.spans != content.spans and cue_inside and all(p.within(outer) for p in pieces):
                holder = other
                break
        holders.append(holder)
        if attribution.manner not in voice.OWN:
            opened.append(number)
    return holders


def _innermost(frames: list[Frame], attributions: list[Attribution]) -> list[list[Frame]]:
    """The events of each attribution: those whose trigger its content holds and no narrower content does."""
    inside: list[list[Frame]] = [[] for _ in attributions]
    starts = [a.content.start for a in attributions]
    longest = max((a.content.end - a.content.start for a in attributions), default=0)
    for frame in frames:
        trigger = frame.event.trigger
        last = bisect_right(starts, trigger.start)
        best: int | None = None
        for number in range(last - 1, -1, -1):
            if starts[number] < trigger.start - longest:
                break
            content = attributions[number].content
            if trigger.within(content) and (best is None or _size(content) < _size(attributions[best].content)):
                best = number
        if best is not None:
            inside[best].append(frame)
    return inside


def _size(content: Content) -> int:
    return sum(end - start for start, end in content.spans)


def _source(parse: Parse, cast: Cast, attribution: Attribution) -> Source:
    if attribution.source is not None:
        return cast.source(_antecedent(parse, attribution.source))
    if attribution.manner in voice.OWN or _is_held(_tokens(parse, attribution.cue)):
        return Source("", None, parse.article.publisher or parse.article.title or "the article", "article", bool(parse.article.publisher))
    noun = next((t for t in _tokens(parse, attribution.cue) if t.pos == "NOUN"), None)
    if noun is not None:  # "claims that …": nobody is named, but the claims are
        span = parse.cut([noun])
        return Source(span.text, span.span, noun.lower, "unnamed", False)
    return Source("", None, "nobody named", "unnamed", False)


def _is_held(cue: list[Token]) -> bool:
    """ "Is believed to be", "thought to be": held to be so by nobody but the article; what "is said", "is alleged" is somebody's word."""
    verb = next((t for t in cue if t.pos == "VERB"), None)
    return (
        verb is not None
        and verb.lemma in HELD
        and ((verb.tag in ("VBN", "VBD") and verb.child("nsubj") is None) or verb.lemma in ("appear", "seem"))
    )


def _antecedent(parse: Parse, source: Span) -> Span:
    """Whom a relative pronoun stands for: "Ada Example, who said …"."""
    tokens = _tokens(parse, source)
    if len(tokens) != 1 or tokens[0].tag not in ("WP", "WDT"):
        return source
    clause = next((t for t in (tokens[0], *tokens[0].ancestors()) if t.dep == "relcl"), None)
    return parse.cut(noun_phrase(clause.head)) if clause is not None else source


def _tokens(parse: Parse, span: Span | None) -> list[Token]:
    return parse.between(span.start, span.end) if span else []


def _grade(parse: Parse, attribution: Attribution, inside: list[Frame], doubts: dict[str, Span]) -> tuple[Stance, Grade]:
    """How firmly: what the cue says, then what stands around the main event (or the main word) of the content."""
    stance = certainty.stance(parse, attribution.cue)
    base = stance.grade
    source_head = next((t.lemma for t in reversed(_tokens(parse, attribution.source)) if t.pos == "NOUN"), "")
    if doubt := certainty.is_unverified(source_head, doubts):
        base = base.weigh("certainty", "uncommitted", doubt)
    top = _top(parse, attribution.content)
    if top is None:
        return stance, base
    bearing = certainty.bearing(top, attribution.content)
    asserted = [
        frame
        for frame in inside
        if certainty.asserted(frame.head, attribution.content) and certainty.is_turned_on(frame.head, bearing, attribution.content)
    ]
    main = min(asserted, key=lambda f: (_depth(f.head, attribution.content), f.head.i), default=None)
    head = main.head if main else bearing
    within = None if attribution.manner in voice.OWN else attribution.content  # in its own voice the whole sentence is the article's
    return stance, certainty.grade(parse, head, within, base, main is not None and main.undone)


def _events(
    parse: Parse,
    number: int,
    stance: Stance,
    grade: Grade,
    attributions: list[Attribution],
    holders: list[int | None],
    inside: list[list[Frame]],
) -> tuple[Event, ...]:
    """The events of a claim, those marked that it only presupposes, or tells as yet to come beside one that has.

    Who denies "the reports that …" denies what the reports say, and who cannot confirm "the report" leaves open what was reported: those
    events stand in both claims.
    """
    frames = inside[number]
    if not frames and stance.name in DENYING:
        reports = [n for n, holder in enumerate(holders) if holder == number and attributions[n].manner == "noun"]
        reports = reports or _spoken_of(number, attributions, inside)
        return tuple(_event(frame, attributions[n].content) for n in reports for frame in inside[n])
    content = attributions[number].content
    return tuple(_event(frame, content, grade.status == "actual" and _is_to_come(parse, frame, content)) for frame in frames)


def _is_to_come(parse: Parse, frame: Frame, content: Content) -> bool:
    """Whether an event is not told as actual where it stands: "agreed on sending them" tells that they agreed, not that it was done."""
    return certainty.grade(parse, frame.head, content, undone=frame.undone).status != "actual"


def _spoken_of(number: int, attributions: list[Attribution], inside: list[list[Frame]]) -> list[int]:
    """What a bare "the report" speaks of: what somebody was first credited with before it."""
    if not BARE_REPORT.fullmatch(attributions[number].content.text):
        return []
    return [n for n in range(number) if inside[n] and attributions[n].source and attributions[n].cue][:1]


def _event(frame: Frame, content: Content, to_come: bool = False) -> Event:
    told = not to_come and certainty.asserted(frame.head, content) and not certainty.is_aim(frame.head, content)
    return frame.event if told else replace(frame.event, presupposed=True)


def _top(parse: Parse, content: Content) -> Token | None:
    """The word that the content's longest piece hangs on."""
    start, end = max(content.spans, key=lambda e: (e[1] - e[0], -e[0]))
    tokens = parse.between(start, end)
    top = min(tokens, key=lambda t: (_depth(t, content), t.pos not in ("VERB", "AUX"), t.i), default=None)
    if top is None or top.pos in ("VERB", "AUX"):
        return top
    reproach = (t.child("pcomp") for t in tokens if t.pos == "ADP" and not _depth(t, content))  # accused | Denmark of failing to …
    return next((verb for verb in reproach if verb is not None), top)


def _depth(token: Token, content: Content) -> int:
    """How many words of the content stand above this one."""
    return sum(any(s <= a.start and a.end <= e for s, e in content.spans) for a in token.ancestors())


def _reasons(attribution: Attribution, stance: Stance, grade: Grade) -> tuple[Because, ...]:
    reasons = list(grade.because)
    if attribution.cue is not None:
        reasons.insert(0, Because("stance", attribution.cue.text, attribution.cue.span))
    return tuple(dict.fromkeys(reasons))


# What was not understood


def _gaps(parse: Parse, attributions: list[Attribution]) -> Iterator[Gap]:
    """Words of saying that no claim came of, and dates and numbers that stayed words."""
    cues = _merged(a.cue.span for a in attributions if a.cue)
    starts = [start for start, _ in cues]
    for token in parse.tokens:
        if token.pos != "VERB" or not any("quote" in s.takes and s.stance == "says" for s in senses(token)):
            continue
        at = bisect_right(starts, token.start) - 1
        if at < 0 or cues[at][1] <= token.start:
            yield Gap("cue", token.text, (token.start, token.end), "a word of saying that no claim came of")
    for sentence in parse.sentences:
        text = parse.article.text[sentence.start : sentence.end]
        for when in dates.find(text, parse.article.published, sentence.start):
            if not when.edtf:
                yield Gap("date", when.text, when.span)
        for quantity in quantities.find(text, sentence.start):
            if quantity.low is None and quantity.high is None:
                yield Gap("quantity", quantity.text, quantity.span)


# Reading into a ledger


def read_into(
    ledger: Ledger,
    inputs: Iterable[str | Path],
    *,
    engine: str = DEFAULT,
    gazetteers: tuple[Path, ...] = (),
    progress: Progress | None = None,
    allow_private: bool = False,
    stdin: BinaryIO | None = None,
) -> Summary:
    """Read files, folders, feeds, archives and addresses into a ledger; what cannot be read is refused and the rest goes on.

    `gazetteers` are files of the user's own names, which win over the built-in ones.
    """
    from sayso import readers

    inputs = list(inputs)
    run = Run(ledger, engine, progress, gazetteers, inputs)
    run.relink()
    for batch in run.batches(readers.read(inputs, allow_private=allow_private, stdin=stdin, exclude=ledger.files())):
        run.record(batch)
    return run.summary()


class Run:
    """One reading into a ledger: what was found so far, and what became of it."""

    def __init__(
        self,
        ledger: Ledger,
        engine: str,
        progress: Progress | None,
        gazetteers: tuple[Path, ...] = (),
        inputs: Iterable[str | Path] = (),
    ) -> None:
        self.ledger = ledger
        self.engine = engine
        self.gazetteers = gazetteers
        self.engine_name = reader_name(get_engine(engine).name, gazetteers)
        ledger.begin_run(map(str, inputs), self.engine_name)
        self.progress = progress
        self.extractor: Extractor | None = None  # loaded when the first new article turns up
        self.outcomes: Counter[str] = Counter()
        self.gaps: Counter[str] = Counter()
        self.refusals: list[Refusal] = []

    def batches(self, found: Iterable[Document | Refusal]) -> Iterator[list[Document]]:
        """The documents that are new to the ledger, some at a time."""
        batch: list[Document] = []
        size = 0
        for document in found:
            if isinstance(document, Refusal):
                self.refuse(document)
            elif self.ledger.knows(document.article, self.engine_name):
                self.outcomes["known"] += 1
                self._tell(document.article.path)
            else:
                batch.append(document)
                size += len(document.article.text)
            if size >= BATCH_CHARACTERS:
                yield batch
                batch, size = [], 0
        yield batch

    def record(self, batch: list[Document]) -> None:
        """Extract a batch and record it, in one transaction."""
        if not batch:
            return
        self.extractor = self.extractor or Extractor(self.engine, gazetteers=self.gazetteers)
        found: list[tuple[Reading, bytes]] = []
        for document, reading in zip(batch, self.extractor.extract_all(d.article for d in batch), strict=True):
            if isinstance(reading, Exception):
                self.refuse(_tripped(document.article, reading))
            else:
                found.append((reading, document.raw))
        self.outcomes.update(self.ledger.record_all(found, engine=self.engine_name))
        for reading, _ in found:
            self.outcomes["claims"] += len(reading.claims)
            self.gaps.update(gap.kind for gap in reading.gaps)
            self._tell(reading.article.path)

    def relink(self) -> None:
        """Link the ledger again if other rules linked it."""
        self.ledger.relink(lambda done, total: self.progress(0, f"linked again: {done:,} of {total:,}") if self.progress else None)

    def refuse(self, refusal: Refusal) -> None:
        self.refusals.append(refusal)
        self.ledger.refuse(refusal)
        self._tell(refusal.where)

    def _tell(self, name: str) -> None:
        self.outcomes["done"] += 1
        if self.progress:
            self.progress(self.outcomes["done"], name)

    def summary(self) -> Summary:
        """What the run did."""
        new, known, versions = self.outcomes["new"] + self.outcomes["again"], self.outcomes["known"], self.outcomes["version"]
        return Summary(new, known, versions, self.outcomes["claims"], tuple(self.refusals), dict(sorted(self.gaps.items())))


def _tripped(article: Article, error: Exception) -> Refusal:
    what = f"reading it failed inside sayso ({type(error).__name__}: {error})"
    return Refusal(article.path or article.id, what, "please report this article; the others were read")
