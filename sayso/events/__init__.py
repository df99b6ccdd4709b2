"""describe: Parse -> events. Who did what to whom, with what, how many, when, where, in exchange for what.

Every event of an article is found, whoever says it and however firmly; attribution and grading are laid over them later.
scenes.py reads the events of a sentence; here they are joined by the terms of exchange: "in exchange for", "in return for", "as payment for", "swapped A for B": the other leg becomes an event of its own, nested in
`in_exchange_for` of the first. What the words of a leg leave open is filled from the other end of the first event.
"""

from __future__ import annotations

from dataclasses import replace

from sayso.claim import Certainty, Event, Item, Role
from sayso.events.arguments import content, members
from sayso.events.frames import load
from sayso.events.scenes import Frame, Scene
from sayso.names import Cast
from sayso.sentences import Parse, Sentence, Token

__all__ = ["Frame", "describe"]

GIVES = {"transfer", "deploy", "aid", "train", "cooperate", "concede", "withdraw", "agree", "support"}
DIRECTED = {"transfer", "deploy", "aid", "train", "cooperate"}  # what one leg gives, the giver of the other receives
NOUNS = {
    "exchange": "in",
    "return": "in",
    "payment": "as in",
    "compensation": "as in",
    "repayment": "as in",
    "reward": "as in",
    "part": "as",
}
NEAR = 8  # tokens between "in return" and the verb that it goes with
SWAPS = {"swap", "trade", "barter", "exchange"}
HEDGES: dict[str, Certainty] = {
    "likely": "probable", "probably": "probable", "presumably": "probable", "apparently": "probable", "possibly": "possible", "perhaps": "possible",
    "maybe": "possible", "potentially": "possible", "reportedly": "uncommitted", "allegedly": "uncommitted", "supposedly": "uncommitted",
    "purportedly": "uncommitted", "might": "possible", "may": "possible", "could": "possible",
}  # fmt: skip


def describe(parse: Parse, cast: Cast) -> list[Frame]:
    """Every event of the article, in text order."""
    scene = Scene(parse, cast, load())
    return [frame for sentence in parse.sentences for frame in terms(parse, scene, sentence, scene.frames_of(sentence))]


def terms(parse: Parse, scene: Scene, sentence: Sentence, found: list[Frame]) -> list[Frame]:
    """The events of a sentence with each exchange leg nested in the event that it pays for."""
    for token in sentence.tokens:
        if token.lower not in NOUNS and token.lemma not in SWAPS:
            continue
        head = _leg_head(scene, token)
        main = _main(token, found) if head else _main_after(token, found)
        if main is None or main.event.in_exchange_for:
            continue
        leg, used = _leg(scene, token, head, main, found) if head else _leg_before(token, main, found)
        if leg is not None:
            nested = replace(main, event=replace(main.event, in_exchange_for=leg))
            found = [nested if f is main else f for f in found if f is not used]
    return found


def _leg_head(scene: Scene, token: Token) -> Token | None:
    """What stands behind "in exchange for" or, after a swap, behind "for"; None where nothing does."""
    if token.dep == "pobj" and token.lower in NOUNS:
        link = next((c for c in token.children if c.dep == "prep" and c.lower == ("of" if token.lower == "part" else "for")), None)
        if link is None:  # hung beside the noun rather than under it
            link = next((c for c in token.head.head.children if c.dep == "prep" and c.lower == "for" and c.i == token.i + 1), None)
        head = next((c for c in link.children if c.dep in ("pobj", "pcomp")), None) if link else None
        return None if head and token.lower == "part" and "agreement" not in scene.classes(head) else head
    for c in [*token.children, *(k for o in token.children if o.dep == "dobj" for k in o.children)]:
        if c.dep == "prep" and c.lower == "for" and (head := c.child("pobj")):
            return head
    return None


def _main(token: Token, found: list[Frame]) -> Frame | None:
    """The event that an exchange phrase belongs to: the nearest above it, or else the last before it."""
    if token.pos == "VERB":
        return next((f for f in found if f.head is token), None)
    if token.dep != "pobj" or token.head.lower not in NOUNS.get(token.lower, "").split():
        return None
    for above in token.ancestors():
        for frame in found:
            if frame.head is above and frame.event.type in GIVES:
                return frame
    before = [f for f in found if f.head.i < token.i and f.event.type in GIVES]
    return before[-1] if before else None


def _main_after(token: Token, found: list[Frame]) -> Frame | None:
    """The event right behind a bare "in return"."""
    if token.dep != "pobj" or token.head.lower != "in":
        return None
    return next((f for f in found if token.i < f.head.i <= token.i + NEAR and f.event.type in GIVES), None)


def _leg(scene: Scene, token: Token, head: Token, main: Frame, found: list[Frame]) -> tuple[Event | None, Frame | None]:
    """The other leg and, where it is one of the sentence's events, that event."""
    used = _stated(head, main, found)
    event = used.event if used else _derived(scene, head, main)
    if event is None:
        return None, None
    if event.type in DIRECTED and main.event.type in GIVES:
        event = _completed(event, main.event)
    certainty = _hedge(token, used)
    return (replace(event, certainty=certainty) if certainty else event), used


def _leg_before(token: Token, main: Frame, found: list[Frame]) -> tuple[Event | None, Frame | None]:
    """The leg told before "in return" that has no "for": "received missiles and, in return, sent soldiers"."""
    if token.pos == "VERB" or token.lower not in ("return", "exchange"):
        return None, None
    before = [f for f in found if f.head.i < main.head.i and f.event.type in GIVES and f is not main]
    if not before:
        return None, None
    leg = before[-1].event
    if any(_among(role, leg.agent) for role in main.event.agent) or any(_among(role, leg.recipient) for role in main.event.recipient):
        return None, None  # both go the same way: no exchange
    return _completed(leg, main.event), before[-1]


def _stated(head: Token, main: Frame, found: list[Frame]) -> Frame | None:
    """The event that the leg's own words state, by a verb or noun among them."""
    phrase = {t.i for t in head.subtree()}
    item = content(head)
    for frame in found:
        if frame is main or frame.event.type not in GIVES | {"combat", "release", "meet", "sanction"}:
            continue
        moved = any(i.span[0] <= item.start < i.span[1] for i in frame.event.items)
        if frame.head is head or (frame.head.i in phrase and frame.head.i >= head.i) or (moved and frame.head.i > head.i):
            return frame
    return None


def _derived(scene: Scene, head: Token, main: Frame) -> Event | None:
    """A leg without an event word of its own: "in return for troops"."""
    classes = frozenset().union(*(scene.classes(h) for h in members(head)))
    if "troops" in classes:
        type = "deploy"
    elif classes & {"goods", "money"}:
        type = "transfer"
    elif "aid" in classes:
        type = "aid"
    else:
        return None
    items: tuple[Item, ...] = tuple(i for h in members(head) for i in scene.referents.items(h))
    return Event(type, scene.lexicon.types[type].plover, scene.parse.cut([content(head)]), items=items)


def _completed(leg: Event, main: Event) -> Event:
    """Fill what a leg leaves open with the other end of the first event: its giver receives, its receiver gives."""
    agent: tuple[Role, ...] = leg.agent or tuple(r for r in main.recipient if not _among(r, leg.recipient))
    recipient: tuple[Role, ...] = leg.recipient or tuple(r for r in main.agent if not _among(r, agent))
    return replace(leg, agent=agent, recipient=recipient)


def _among(role: Role, others: tuple[Role, ...]) -> bool:
    return any(role.name == other.name for other in others)


def _hedge(token: Token, leg: Frame | None) -> Certainty | None:
    """How far the text hedges the exchange itself, or the leg within it."""
    link = token.head if token.dep == "pobj" else token
    for c in link.children:
        if c.dep == "advmod" and c.lower in HEDGES:
            return HEDGES[c.lower]
    tokens = link.sentence.tokens
    at = link.i - tokens[0].i - 1
    if at >= 0 and tokens[at].lower in HEDGES and token.pos != "VERB":
        return HEDGES[tokens[at].lower]
    if leg:
        for c in leg.head.children:
            if c.dep in ("advmod", "aux") and c.i < leg.head.i and c.lower in HEDGES:
                return HEDGES[c.lower]
    return None
