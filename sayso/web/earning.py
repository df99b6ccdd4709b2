"""What earned each field of a claim its value: the words, and the rule or model that read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sayso.claim import Claim, Event, Extent, Item, Quantity, Role, Ruling
from sayso.exports import wording

READERS = {
    "source": "rules of names, from the words credited",
    "via": "rules of names",
    "stance": "the list of words of saying",
    "certainty": "rules of certainty",
    "polarity": "rules of certainty",
    "status": "rules of certainty",
    "event": "the frames of events",
    "within": "its place in the text",
}
PLAIN = {
    "stance": "no word of saying stands here",
    "certainty": "nothing in the text makes it less than certain",
    "polarity": "nothing in the text negates it",
    "status": "nothing in the text says that it has not happened",
}


@dataclass(frozen=True, slots=True)
class Earned:
    """A field, its value, the words that earned it, and what read them."""

    field: str
    value: str
    words: tuple[str, ...]
    at: tuple[Extent, ...]  # where each of the words stands
    by: str
    plain: str = ""  # why it is so where no words say it


def finder(claim: Claim) -> str:
    """What found who says what."""
    if claim.source.kind == "article" and claim.cue is None:
        return "rules for what an article tells in its own voice"
    return f"engine {claim.engine}" if claim.engine else "an engine that did not name itself"


# Which fields of a claim stand behind what is told here.
FIELDS = {
    "said by": "source",
    "through": "via",
    "claimed": "content",
    "stance": "stance",
    "certainty": "certainty",
    "polarity": "polarity",
    "status": "status",
}


def judged(found: tuple[Earned, ...], hands: Mapping[str, Ruling]) -> tuple[Earned, ...]:
    """The same, with who judged each field that a person set or accepted: that person, no longer a machine, answers for it."""
    return tuple(replace(one, by=_judge(one, hands[name])) if (name := FIELDS.get(one.field, "events")) in hands else one for one in found)


def _judge(one: Earned, ruling: Ruling) -> str:
    who = f"{ruling.who} on {wording.date(ruling.when[:10])}"
    return f"{one.by}; accepted by {who}" if ruling.kind == "accept" else f"ruled by {who}"


def earned(claim: Claim) -> tuple[Earned, ...]:
    """Every field of a claim with what earned it."""
    source = claim.source
    about = ", ".join(part for part in (source.kind, source.role, source.country) if part)
    named = f"{wording.source_name(source, claim.article.publisher)} ({about})"
    found = [
        Earned(
            "said by", named, *_words((source.text, source.span)), f"{finder(claim)}; {READERS['source']}", "nobody is credited in the text"
        )
    ]
    found += [
        Earned("through", wording.source_name(v, claim.article.publisher), *_words((v.text, v.span)), READERS["via"]) for v in claim.via
    ]
    sure = "" if claim.confidence is None else f", {claim.confidence:.0%} sure"
    found.append(Earned("claimed", wording.quoted(claim), (), claim.content.spans, f"{finder(claim)}{sure}"))
    for name, value, _ in wording.four(claim):
        because = [(b.text, b.span) for b in claim.because if b.field == name]
        found.append(Earned(name, value, *_words(*because), READERS[name], PLAIN[name]))
    for event in claim.events:
        found += _event(event)
    return tuple(found)


def _words(*given: tuple[str, Extent | None]) -> tuple[tuple[str, ...], tuple[Extent, ...]]:
    kept = [(text, span) for text, span in given if text and span]
    return tuple(text for text, _ in kept), tuple(span for _, span in kept)


def _event(event: Event, back: bool = False) -> list[Earned]:
    """An event and its roles, each with its words."""
    title = "given back" if back else "event"
    note = " (only spoken of, not said to have been)" if event.presupposed else f" ({event.certainty})" if event.certainty else ""
    found = [Earned(title, f"{event.type}{note}", *_words((event.trigger.text, event.trigger.span)), READERS["event"])]
    roles = (("by", event.agent), ("to", event.recipient), ("where", event.place), ("by way of", event.via))
    found += [
        Earned(name, _role(role), *_words((role.text, role.span)), "rules of events and names") for name, given in roles for role in given
    ]
    for item in event.items:
        found.append(Earned("what", _item(item), *_words(*_counted(item)), "rules of events, the list of things"))
    if event.when:
        when = event.when
        reckoned = f", reckoned from {wording.date(when.anchor)}" if when.anchor else ""
        found.append(
            Earned(
                "when",
                (wording.date(when.edtf) if when.edtf else "not placed") + reckoned,
                *_words((when.text, when.span)),
                "rules of dates",
            )
        )
    return found + (_event(event.in_exchange_for, back=True) if event.in_exchange_for else [])


def _role(role: Role) -> str:
    about = ", ".join(part for part in (role.kind, role.country) if part)
    return f"{role.name or role.text} ({about})" if about else role.name or role.text


def _item(item: Item) -> str:
    about = ", ".join(part for part in (item.kind, item.country) if part and part != item.name)
    amount = f"{wording.amount(item.quantity)} " if item.quantity and _is_range(item.quantity) else ""
    return f"{amount}{item.name}" + (f" ({about})" if about else "")


def _is_range(quantity: Quantity) -> bool:
    return quantity.low is not None or quantity.high is not None


def _counted(item: Item) -> list[tuple[str, Extent | None]]:
    words: list[tuple[str, Extent | None]] = [(item.text, item.span)]
    return [*words, (item.quantity.text, item.quantity.span)] if item.quantity else words
