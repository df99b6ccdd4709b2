"""Attribution by rule: the parse, the quotation marks and a list of cue words, no training.

The kinds of speech follow the literature on attribution (Pareti 2015, "Attribution: A Computational Approach"): direct, indirect
and mixed, credited by a verb, a noun, an adjective, an adverb or "according to". A cue's lexicon entry says which complements
may be its content (data/cues.tsv); an unknown verb counts only with "that" and somebody as its subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sayso import quotes
from sayso.claim import Article, Attribution, Content, Extent, Span
from sayso.cues import EVIDENCE, CueWord, senses
from sayso.engines import speech
from sayso.phrases import noun_phrase, runs, strip, trim
from sayso.quotes import Quote
from sayso.sentences import Parse, Sentence, Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
HEARSAY = {"say", "report", "believe", "think", "allege", "rumor", "rumour", "understand", "know", "claim", "suspect", "suppose", "presume"}
SHOWING = {"show", "depict", "document", "capture"}
VOICING = {"have", "express", "voice", "raise", "make", "issue", "share", "air", "repeat", "hold", "harbor", "harbour"}
OF_NOUNS = {"evidence", "proof", "report", "allegation", "accusation", "claim", "rumor", "rumour", "sign", "indication", "word", "talk"}
GROUNDS = {"evidence", "proof", "sign", "indication", "finding", "conclusion"}
BELONGING = ("of", "by", "from", "among")  # what stands behind them may be whose claim it is
FELT_IN = ("in", "within", "inside", "across")  # … and behind these whose fear or hope
FEELINGS = {"fears", "hopes", "believes", "doubts"}
FIRST_PERSON = {"i", "we"}  # in a quotation they are its speaker, who has a claim already
NOBODY = {"nobody", "none", "neither"}
NOT_SOURCES = {"it", "that", "this", "there", "which", "what", "these", "those"}
LABELS = {"watch", "read", "photo", "photos", "video", "exclusive", "update", "updated", "opinion", "analysis", "live", "note", "breaking",
          "editorial", "review", "explainer", "correction", "related", "more", "source", "sources", "summary", "background"}  # fmt: skip


@dataclass(slots=True)
class Draft:
    """An attribution in the making, as tokens."""

    content: list[Token]
    cue: list[Token]
    source: list[Token]
    manner: str
    via: list[list[Token]] = field(default_factory=list)


class Rules:
    """The rule engine."""

    name = "rules-1"

    def foresee(self, articles: Iterable[Article]) -> None:
        """Nothing: the rules need the parse."""

    def attribute(self, parse: Parse) -> list[Attribution]:
        """Who says what, in text order; contents may lie inside one another."""
        quoted = quotes.find(parse.article.text, parse.blocks)
        drafts: list[Draft] = []
        for sentence in parse.sentences:
            drafts.extend(_in_sentence(sentence))
        found = [done for draft in drafts if (done := _finish(draft, parse, quoted))]
        found = _without_repeats(_beside_speech(parse, [*speech.attribute(parse, quoted), *speech.labelled(parse)], found))
        return sorted(found, key=lambda a: (a.content.start, -a.content.end, a.cue.start if a.cue else 0))


def _in_sentence(sentence: Sentence) -> Iterator[Draft]:
    label = _labelled(sentence)
    if label:
        yield label
    for token in sentence.tokens:
        draft = None
        if token.pos in ("VERB", "AUX"):
            draft = _by_verb(token)
        elif token.pos == "NOUN":
            draft = _by_noun(token)
        elif token.pos == "ADJ":
            draft = _by_adjective(token)
        if token.lower in ("according", "per"):
            draft = _by_preposition(token)
        if draft and not (draft.source and draft.source[0].lower in NOBODY):
            _follow_chain(draft, token)
            yield draft


# Cues that are verbs


def _by_verb(verb: Token) -> Draft | None:
    """The attribution that a verb makes, if its complement is one that it may take."""
    options = senses(verb)
    if not options:
        return _open_verb(verb)
    if verb.dep in ("aux", "auxpass") or (verb.tag == "VBG" and (verb.dep == "amod" or verb.lemma in ("cite", "quote"))):
        return None  # "citing X" is a link of a chain
    passive = verb.child("auxpass") is not None or (verb.tag == "VBN" and verb.dep in ("acl", "relcl") and not verb.child("nsubj"))
    if passive:
        return _passive(verb, options)
    for option in sorted(options, key=lambda o: not o.preposition):
        content, extra = _complement(verb, option)
        if content:
            return Draft(content, _cue_tokens(verb, extra), _subject(verb), "indirect")
    return None


def _complement(verb: Token, option: CueWord) -> tuple[list[Token], list[Token]]:
    """The content that this sense of the verb takes here, and the words (a preposition, "as") that belong to the cue."""
    if option.preposition and "on-to" not in option.takes:
        return _behind_preposition(verb, option)
    takes = option.takes
    clause = _clause(verb)
    if clause and "as" in takes and not takes & {"that", "quote"} and clause.pos in ("VERB", "AUX"):
        clause = None  # only "calling it a threat" has a clause without a verb
    if clause and takes == {"that"} and not any(c.dep == "mark" and c.lower == "that" for c in clause.children):
        return [], []  # "allowed them to leave", "allowed the fleet go"
    if clause and takes & {"that", "quote", "as", "whether"}:
        if "obj-to" in takes and not takes & {"that", "quote"} and clause.tag != "VB":
            return [], []
        return clause.subtree(), []
    if clause and "obj-to" in takes and _infinitive(clause):
        return clause.subtree(), []
    open_clause = verb.child("xcomp")
    thing = verb.child("dobj", "dative")
    if open_clause and "obj-to" in takes and thing and _infinitive(open_clause):
        return thing.subtree() + open_clause.subtree(), []
    if open_clause and "to" in takes and not thing and _infinitive(open_clause):
        withheld = option.stance == "refuses" and senses(open_clause) and open_clause.child("ccomp", "dobj", "prep")
        return ([], []) if withheld else (open_clause.subtree(), [])  # "declined to confirm that …": the confirming is the cue
    if open_clause and "gerund" in takes and open_clause.tag == "VBG":
        return open_clause.subtree(), []
    if "as" in takes:
        named = _named_as(verb, thing)
        if named:
            return named, []
    if "on-to" in takes:
        return _call_on(verb)
    if "obj" in takes and thing and thing.pos == "NOUN" and not open_clause and not clause:
        return thing.subtree(), []
    if verb.lemma in SHOWING and thing and _is_evidence(verb):
        return thing.subtree(), []
    return [], []


def _clause(verb: Token) -> Token | None:
    """What is said, as a clause: the complement, or the clause that the cue is thrown into."""
    clause = verb.child("ccomp")
    if clause is not None:
        return clause
    if verb.dep == "parataxis" and verb.head.pos in ("VERB", "AUX", "NOUN"):
        return verb.head
    late = verb.child("advcl", "conj", "parataxis")  # “… ,” he said, adding: the parser hangs some quotations there
    return late if late is not None and any(t.text in '“"' for t in late.subtree()[:1]) else None


def _infinitive(token: Token) -> bool:
    return any(c.dep == "aux" and c.lower == "to" for c in token.children)


def _behind_preposition(verb: Token, option: CueWord) -> tuple[list[Token], list[Token]]:
    accused = verb.child("dobj", "nsubjpass")
    for preposition in [*verb.children, *(accused.children if accused else [])]:
        if preposition.dep in ("prep", "dative", "prt") and preposition.lower == option.preposition:
            inner = preposition.child("pobj", "pcomp")
            if inner and (inner.dep == "pcomp" or inner.pos == "NOUN"):
                infinitive = verb.child("xcomp", "advcl")
                extra = infinitive.subtree() if infinitive and _infinitive(infinitive) and option.preposition in ("for", "on") else []
                return inner.subtree() + extra, [preposition]
    return [], []


def _named_as(verb: Token, thing: Token | None) -> list[Token]:
    """ "called the pact a threat", "described it as a threat": the thing and what it is called."""
    if thing is None:
        return []
    label = verb.child("oprd", "attr")
    if label is None:
        label = next((c for c in verb.children if c.dep == "prep" and c.lower == "as" and c.i > thing.i), None)
    if label is None:
        label = next((c for c in thing.children if c.dep == "prep" and c.lower == "as"), None)
    if label is None:
        return []
    named = [*thing.subtree(), *label.subtree()]
    first, last = min(t.i for t in named), max(t.i for t in named)
    return [t for t in thing.sentence.tokens if first <= t.i <= last]


def _call_on(verb: Token) -> tuple[list[Token], list[Token]]:
    """ "called on Russia to withdraw" """
    for preposition in verb.children:
        if preposition.dep in ("prep", "prt") and preposition.lower in ("on", "upon", "to", "with"):
            party = preposition.child("pobj")
            wish = verb.child("xcomp", "advcl", "ccomp") or (party.child("acl", "relcl") if party else None)
            if party and wish and _infinitive(wish):
                return sorted({*party.subtree(), *wish.subtree()}, key=lambda t: t.i), [preposition]
    return [], []


def _is_evidence(verb: Token) -> bool:
    subject = verb.child("nsubj") or _nearest_subject(verb) or verb.head
    return subject.lemma.lower() in EVIDENCE


def _open_verb(verb: Token) -> Draft | None:
    """A verb that is no known cue: only with "that …" and somebody as its subject."""
    clause = verb.child("ccomp")
    if clause is None or not any(c.dep == "mark" and c.lower == "that" for c in clause.children):
        return None
    subject = verb.child("nsubj")
    if subject is None or subject.lower in NOT_SOURCES or subject.pos not in ("PROPN", "PRON"):
        return None
    return Draft(clause.subtree(), _cue_tokens(verb, []), noun_phrase(subject), "indirect")


def _passive(verb: Token, options: tuple[CueWord, ...]) -> Draft | None:
    """ "was reported to have sent", "it is believed that", "is accused of sending", "was called a threat by …" """
    agent = verb.child("agent")
    by = agent.child("pobj") if agent else None
    source = noun_phrase(by) if by else []
    subject = verb.child("nsubjpass")
    for option in options:
        if option.preposition:
            content, extra = _behind_preposition(verb, option)
            if content:
                return Draft(content, _cue_tokens(verb, extra), source, "indirect")
    clause = verb.child("ccomp")
    if clause and (subject is None or subject.lower == "it"):
        return Draft(clause.subtree(), _cue_tokens(verb, []), source, "indirect")
    open_clause = verb.child("xcomp")
    hearsay = verb.lemma in HEARSAY or (source and any("obj-to" in o.takes for o in options))
    if open_clause and subject and hearsay and _infinitive(open_clause):
        return Draft(noun_phrase(subject) + open_clause.subtree(), _cue_tokens(verb, []), source, "indirect")
    if source and subject and any("obj" in o.takes for o in options):
        return Draft(noun_phrase(subject), _cue_tokens(verb, []), source, "indirect")
    return None


def _cue_tokens(verb: Token, extra: list[Token]) -> list[Token]:
    """The verb with the auxiliaries, negation and particle that stand right beside it."""
    near = [c for c in verb.children if c.dep in ("aux", "auxpass", "neg", "prt")]
    return sorted([verb, *near, *extra], key=lambda t: t.i)


# Cues of other kinds


def _by_noun(noun: Token) -> Draft | None:
    """ "claims that …", "concerns in Seoul that …", "voiced fears over …", "evidence of …" """
    options = senses(noun)
    if not options:
        return None
    takes = frozenset().union(*(o.takes for o in options))
    voicing = _voicing(noun)
    content, extra = _noun_content(noun, takes, voiced=bool(voicing))
    if not content or any(t is noun for t in content):
        return None
    felt = any(o.stance in FEELINGS for o in options)
    owner = _noun_owner(noun, content, BELONGING + FELT_IN if felt else BELONGING)
    source = owner or (_voice_of(voicing) if voicing else [])
    if noun.dep in ("dobj", "pobj") and not source and extra and senses(noun.head):
        return None  # "confirmed evidence of": the verb's own attribution has it
    if not source and noun.dep in SUBJECTS and noun.head.lemma in ("show", "suggest", "indicate", "say"):
        return None  # the verb's own attribution has it
    if not source and noun.lemma.lower() in GROUNDS:
        return None  # "there is evidence of": nobody speaks here
    cue = _cue_tokens(voicing, [noun, *extra]) if voicing and not owner else sorted([noun, *extra], key=lambda t: t.i)
    return Draft(content, cue, source, "noun")


def _noun_content(noun: Token, takes: frozenset[str], *, voiced: bool) -> tuple[list[Token], list[Token]]:
    clause = next((c for c in noun.children if c.dep in ("acl", "ccomp", "relcl") and _that_clause(c)), None)
    if clause is None and noun.dep in SUBJECTS and noun.head.lemma in ("arise", "emerge", "grow", "spread", "persist", "be", "mount"):
        clause = next((c for c in noun.head.children if c.dep in ("ccomp", "acl", "advcl") and _that_clause(c)), None)
    if clause and "that" in takes:
        return clause.subtree(), []
    if "to" in takes and (wish := noun.child("acl")) and _infinitive(wish):
        return wish.subtree(), []
    for preposition in noun.children:
        if preposition.dep != "prep" or preposition.lower not in takes:
            continue
        if preposition.lower == "of" and noun.lemma.lower() not in OF_NOUNS:
            continue
        if preposition.lower != "of" and not voiced:
            continue
        inner = preposition.child("pobj", "pcomp")
        if inner and inner.pos != "PROPN":
            return inner.subtree(), [preposition]
    return [], []


def _that_clause(clause: Token) -> bool:
    """A finite clause behind "that" which the noun does not itself play a part in ("claims that he made")."""
    if not any(c.dep == "mark" and c.lower == "that" for c in clause.children):
        return False
    return any(c.dep in SUBJECTS or c.dep == "expl" for c in clause.children)


def _voicing(noun: Token) -> Token | None:
    return noun.head if noun.dep == "dobj" and noun.head.lemma in VOICING else None


def _voice_of(verb: Token) -> list[Token]:
    """Who voices it; with "raise" the subject is more often what gave rise to it than somebody who speaks."""
    subject = verb.child("nsubj")
    if verb.lemma == "raise" and (subject is None or subject.pos not in ("PROPN", "PRON")):
        return []
    return _subject(verb)


def _noun_owner(noun: Token, content: list[Token], behind: tuple[str, ...]) -> list[Token]:
    """Whose claim it is: a possessor, or what stands behind "of", "by", "among", "in"."""
    possessor = noun.child("poss")
    if possessor:
        return [t for t in possessor.subtree() if t.dep != "case" or t.head is not possessor]
    inside = {t.i for t in content}
    for preposition in noun.children:
        if preposition.dep == "prep" and preposition.lower in behind and preposition.i not in inside:
            owner = preposition.child("pobj")
            if owner and owner.i not in inside:
                return noun_phrase(owner)
    return []


def _by_adjective(adjective: Token) -> Draft | None:
    """ "Seoul is concerned that …", "experts remain skeptical about …" """
    options = senses(adjective)
    if not options or adjective.dep not in ("acomp", "ROOT", "conj") or adjective.head.pos not in ("VERB", "AUX"):
        return None
    clause = adjective.child("ccomp")
    content = clause.subtree() if clause else []
    cue = [adjective]
    if not clause:
        about = next((c for c in adjective.children if c.dep == "prep" and any(c.lower in o.takes for o in options)), None)
        inner = about.child("pobj", "pcomp") if about else None
        if about is None or inner is None:
            return None
        content, cue = inner.subtree(), [adjective, about]
    source = _subject(adjective.head)
    return Draft(content, cue, source, "adjective") if source else None


def _by_preposition(word: Token) -> Draft | None:
    """ "According to X, …", "…, according to X": the content is the clause around it."""
    preposition = word.child("prep") if word.lower == "according" else word
    if preposition is None and word.i + 1 < word.sentence.tokens[-1].i:
        preposition = next((t for t in word.sentence.tokens if t.i == word.i + 1 and t.lower == "to"), None)
    owner = preposition.child("pobj") if preposition else None
    if owner is None or preposition is None or (word.lower == "per" and owner.pos != "PROPN"):
        return None
    clause = next((a for a in word.ancestors() if a.pos in ("VERB", "AUX") and a.child(*SUBJECTS, "expl")), None) or word.sentence.root
    around = {t.i for t in word.subtree()}
    content = [t for t in clause.subtree() if t.i not in around]
    cue = [word] if word is preposition else [word, preposition]
    return Draft(content, cue, noun_phrase(owner), "preposition") if content else None


def _labelled(sentence: Sentence) -> Draft | None:
    """A headline of the form "Seoul: pilots may have been sent"."""
    if sentence.block.kind not in ("heading", "cell", "caption"):
        return None
    colon = next((t for t in sentence.tokens[:6] if t.text == ":"), None)
    if colon is None:
        return None
    before = [t for t in sentence.tokens if t.i < colon.i]
    after = [t for t in sentence.tokens if t.i > colon.i]
    somebody = before and before[0].lower not in LABELS and all(t.pos in ("PROPN", "ADJ", "NOUN", "PART") for t in before)
    if not somebody or before[-1].tag not in ("NNP", "NNPS", "NNS") or not any(t.pos in ("VERB", "AUX") for t in after):
        return None
    return Draft(after, [colon], before, "label")


# Sources


def _subject(verb: Token) -> list[Token]:
    """Who does the saying: the verb's own subject, or the one that it shares with the verb above it."""
    subject = verb.child("nsubj", "csubj") or _nearest_subject(verb)
    if subject is None or subject.lower in ("there", "what"):
        return []
    if subject.tag in ("WP", "WDT") or (subject.lower == "that" and verb.dep == "relcl"):
        return noun_phrase(verb.head) if verb.dep == "relcl" else []
    said = {t.i for t in verb.subtree()} if subject is verb.head else set()  # "claims suggesting that …": the claims alone
    return strip([t for t in noun_phrase(subject) if t.i not in said])


def _nearest_subject(verb: Token) -> Token | None:
    """The subject of a verb above ("…, saying that"), or the noun that the verb describes ("claims suggesting that")."""
    while verb.head is not verb:
        if verb.dep == "acl" and verb.head.pos in ("NOUN", "PROPN", "PRON"):
            return verb.head
        above = verb.head.head if verb.head.pos == "ADP" else verb.head
        if verb.dep == "pcomp" and verb.head.lower == "as" and above.lemma in ("quote", "cite"):
            return above.child("dobj", "nsubjpass")
        if verb.dep not in ("conj", "advcl", "xcomp", "pcomp", "ccomp", "parataxis", "dep") or above.pos not in ("VERB", "AUX"):
            return None
        if verb.dep in ("advcl", "ccomp") and verb.tag not in ("VBG", "VBN", "VB"):
            return None
        controlled = above.child("dobj") if verb.dep == "xcomp" else None
        subject = controlled or above.child("nsubj", "nsubjpass")
        if subject is not None:
            return subject
        verb = above
    return None


def _without(tokens: list[Token], others: list[Token]) -> list[Token]:
    gone = {t.i for t in others}
    return [t for t in tokens if t.i not in gone]


# Chains


def _follow_chain(draft: Draft, cue: Token) -> None:
    """Find through whom it comes: "citing X", "lawmakers briefed by X", "told Example Wire", "quoted X as saying"."""
    for citing in cue.children:
        if citing.lemma in ("cite", "quote") and citing.tag == "VBG" and (cited := citing.child("dobj")):
            draft.via = [draft.source] if draft.source else []
            draft.source = noun_phrase(cited)
            draft.content = _without(draft.content, citing.subtree())
            return
    told = cue.child("dobj", "dative") if cue.lemma == "tell" else None
    if told is not None and told.pos == "PROPN":
        draft.via = [noun_phrase(told)]
    if cue.dep == "pcomp" and cue.head.lower == "as" and cue.head.head.lemma in ("quote", "cite"):
        teller = cue.head.head.child("agent") or cue.head.head.child("nsubj")
        if teller is not None:
            person = teller.child("pobj") if teller.dep == "agent" else teller
            draft.via = [noun_phrase(person)] if person else []
    _briefed(draft)


def _briefed(draft: Draft) -> None:
    """ "lawmakers briefed by the agency": the agency speaks through them."""
    for token in draft.source:
        if token.lemma == "brief" and token.dep == "acl" and (agent := token.child("agent")) and (briefer := agent.child("pobj")):
            through = [t for t in draft.source if t.i < token.i]
            if through:
                draft.source, draft.via = noun_phrase(briefer), [strip(through), *draft.via]
            return


# From tokens to spans


def _finish(draft: Draft, parse: Parse, quoted: list[Quote]) -> Attribution | None:
    """The draft as spans of the text, its content widened to the quotation that it begins or ends in."""
    content = _without(draft.content, [*draft.cue, *draft.source, *(t for via in draft.via for t in via)])
    pieces = [piece for run in runs(content) if (piece := trim(run))]
    if not pieces:
        return None
    cue = parse.cut(draft.cue)
    source = parse.cut(draft.source) if draft.source else None
    extents = [(p[0].start, p[-1].end) for p in pieces]
    content_span = parse.article.cut_pieces(extents)
    direct = any(q.holds(*extents[0]) for q in quoted)
    manner = draft.manner
    if manner == "indirect":
        manner = "direct" if direct else "mixed" if any(q.start < e and s < q.end for q in quoted for s, e in extents) else "indirect"
    return Attribution(content_span, cue, source, tuple(parse.cut(v) for v in draft.via if v), manner)


def _beside_speech(parse: Parse, spoken: list[Attribution], found: list[Attribution]) -> list[Attribution]:
    """Direct speech, and what else stands beside or within it: not a second reading of its cue, nor of "I think" in a quotation."""
    cues = {(a.cue.start, a.cue.end) for a in spoken if a.cue}
    kept = list(spoken)
    for attribution in found:
        cue = attribution.cue
        same = next((n for n, a in enumerate(spoken) if cue is not None and a.cue == cue and _follows(parse, a.content, cue)), None)
        if same is not None:  # said the dam was safe. "…": both are what was said
            spans = sorted([*attribution.content.spans, *kept[same].content.spans])
            kept[same] = replace(kept[same], content=parse.article.cut_pieces(spans))
            continue
        if cue and any(s < cue.end and cue.start < e for s, e in cues):
            continue
        inside = cue is not None and any(cue.within(a.content) for a in spoken)
        crosses = any(_crosses(attribution.content, a.content) for a in spoken)
        first_person = attribution.source is not None and attribution.source.text.lower() in FIRST_PERSON
        if not crosses and not (inside and (first_person or attribution.source is None)):
            kept.append(attribution)
    return kept


def _follows(parse: Parse, content: Content, cue: Span) -> bool:
    """Whether a content begins in a later sentence than its cue."""
    return content.start >= next((t.sentence.end for t in parse.between(cue.start, cue.end)), content.start + 1)


def _crosses(content: Content, speech: Content) -> bool:
    """Whether a content lies half in and half out of what is spoken."""
    touched = [(s, e) for s, e in speech.spans if s < content.end and content.start < e]
    inside = all(any(s <= start and end <= e for s, e in speech.spans) for start, end in content.spans)
    outside = all(any(start <= s and e <= end for start, end in content.spans) for s, e in touched)
    return bool(touched) and not inside and not outside


def _without_repeats(found: list[Attribution]) -> list[Attribution]:
    """One attribution for a content: the one with a source, then the one whose cue stands first."""
    best: dict[tuple[Extent, ...], Attribution] = {}
    for attribution in found:
        key = attribution.content.spans
        other = best.get(key)
        if other is None or (other.source is None and attribution.source is not None):
            best[key] = attribution
    return list(best.values())
