"""fix: from what a person marks and types to the change that a ruling makes. Words that are not in the article are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sayso import dates, quantities, rulings, tables
from sayso.claim import Article, Change, Claim, Event, Extent, Item, Party, Quantity, Role, Source, Span, When
from sayso.errors import BadRequest
from sayso.ledger.query import VALUES

NEARBY = 1000  # characters around a claim in which words are looked for that are given without their place and are not in the claim itself
ROLES = ("agent", "recipient", "place", "via")
FIGURE = ("item", "figure", "low", "high", "approximate", "unit")
OF_EVENTS = ("event_type", "trigger", *ROLES, "items", "dated", "edtf", *FIGURE)
Place = Extent | Sequence[int] | str  # where words stand, or the words themselves if they stand near the claim just once
Called = Callable[[str], Party | None]


@lru_cache(maxsize=1)
def stances() -> tuple[str, ...]:
    """What a source may do."""
    return tuple(sorted({row["stance"] for row in tables.rows("cues.tsv")} | {"says"}))


@lru_cache(maxsize=1)
def event_types() -> dict[str, str]:
    """The types of events, each with the PLOVER type it maps to."""
    return {row["type"]: row["plover"] for row in tables.rows("frames/types.tsv")}


class Fix:
    """One claim in its article, and who is called what: makes a Change of what a person gives."""

    def __init__(self, article: Article, claim: Claim, called: Called) -> None:
        self.article = article
        self.claim = claim
        self.called = called

    def change(self, **given: Any) -> Change:
        """The change that sets these fields.

        `source` is a name (with `source_kind` if nobody of that name is known), `source_span`, `cue` and `content` are places or words (`content` one or
        more; `cue=None` takes the cue away), `through` those who passed it on, from the speaker outwards, `stance`, `certainty`, `polarity` and `status`
        are values. `events` sets all events, while `event_type`, `trigger`, `agent`, `recipient`, `place`, `via` and `items` change the one with the
        number `event`, or with `returned` what is given in exchange for it. `dated` are the words of its date (None: it has none), read as a date
        unless `edtf` tells which. `figure` are the words that count the thing with the number `item` (None: none do), read as a range unless `low`,
        `high`, `approximate` and `unit` tell which.
        """
        made = self._source(given.pop("source", None), given.pop("source_kind", ""), given.pop("source_span", None))
        made |= self._spans(given)
        if "through" in given:
            made["via"] = tuple(self._passed_on(place) for place in given.pop("through"))
        made |= {name: self._value(name, given.pop(name)) for name in ("certainty", "polarity", "status", "stance") if name in given}
        made |= self._events(given)
        if given:
            raise BadRequest(
                f"a fix knows no {', '.join(sorted(given))}", f"it can set {', '.join((*rulings.SHAPING, 'through', *OF_EVENTS))}"
            )
        change = Change(**made)
        if change == Change():
            raise BadRequest("a fix that changes nothing", "say what is right: a span, the source, the stance, an event …")
        return change

    def pieces(self, places: Sequence[Place]) -> Change:
        """The change that splits the claim's content."""
        found = [self.extent(place) for place in places]
        if len(found) < 2 or any(one[1] > two[0] for one, two in zip(sorted(found), sorted(found)[1:], strict=False)):
            raise BadRequest("a claim is split into two or more pieces that do not overlap", "give each piece of its content")
        return Change(pieces=tuple(self.article.cut_pieces([extent]) for extent in sorted(found)))

    def extent(self, place: Place) -> Extent:
        """Where words stand: as given, or found near the claim if they are there just once."""
        if not isinstance(place, str):
            start, end = place
            if not 0 <= start < end <= len(self.article.text) or not self.article.text[start:end].strip():
                raise BadRequest(f"there are no words at {start}:{end} of {self.article.id}", f"the text ends at {len(self.article.text)}")
            return (start, end)
        held = list(rulings.extents(replace(self.claim, because=())))
        first, last = min(start for start, _ in held), max(end for _, end in held)
        found = self._places(place, first, last)
        if len(found) != 1:  # not just once in the claim itself
            found = self._places(place, max(0, first - NEARBY), last + NEARBY)
        if not found:
            raise BadRequest(
                f"the words {place!r} are not in the article near this claim", "copy them as they stand there, to the character"
            )
        if len(found) > 1:
            raise BadRequest(f"the words {place!r} stand near this claim more than once", "give their place as START:END, or more of them")
        return found[0]

    def _places(self, words: str, first: int, last: int) -> list[Extent]:
        """Where words stand between two places, as whole words."""
        if not words.strip():
            return []
        return [match.span() for match in re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").finditer(self.article.text, first, last)]

    def _value(self, name: str, value: str) -> str:
        allowed = stances() if name == "stance" else VALUES[name]
        if value not in allowed:
            raise BadRequest(f"{value!r} is no {name}", f"choose one of {', '.join(allowed)}")
        return value

    def _spans(self, given: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if "cue" in given:
            cue = given.pop("cue")
            made |= {"without": ("cue",)} if cue is None else {"cue": self.article.cut(*self.extent(cue))}
        content = given.pop("content", None)
        if content is not None:
            places = [content] if isinstance(content, str) or isinstance(content[0], int) else content
            made["content"] = self.article.cut_pieces(rulings.merged([self.extent(place) for place in places]))
        return made

    def _source(self, source: str | Source | None, kind: str, span: Place | None) -> dict[str, Any]:
        if isinstance(source, Source):
            return {"source": source}
        if source is None and span is None and not kind:
            return {}
        old = self.claim.source
        words = self.article.cut(*self.extent(span)) if span is not None else Span(old.text, old.span) if old.span else None
        name = (source or (words.text if span is not None and words else old.name)).strip()
        text, place = (words.text, words.span) if words else ("", None)
        if kind == "article":
            return {"source": Source("", None, self.article.publisher or name, "article", bool(self.article.publisher))}
        if kind == "unnamed":
            return {"source": Source(text, place, name, "unnamed", False)}
        party = self._party(name, kind or (old.kind if name == old.name else ""))
        return {"source": Source(text, place, party.name, party.kind, True, party.role, party.country, party.id)}

    def _party(self, name: str, kind: str) -> Party:
        known = self.called(name)
        if known is not None and kind in ("", known.kind):
            return known
        if kind in ("", "article", "unnamed"):
            raise BadRequest(f"no party called {name!r} is known", "say what it is: a person, office, organisation, state or medium")
        return named_party(name, kind)

    def _passed_on(self, place: Place | Source) -> Source:
        """One who passed a claim on, as the words call them; a name that nobody has is told like an unnamed source."""
        if isinstance(place, Source):
            return place
        span = self.article.cut(*self.extent(place))
        same = next((source for source in self.claim.via if source.span == span.span), None)
        party = self.called(span.text)
        if same is None and party is not None:
            return Source(span.text, span.span, party.name, party.kind, True, party.role, party.country, party.id)
        return same or Source(span.text, span.span, span.text, "unnamed", False)

    def _events(self, given: dict[str, Any]) -> dict[str, Any]:
        number, returned = given.pop("event", 0), given.pop("returned", False)
        parts = {name: given.pop(name) for name in OF_EVENTS if name in given}
        if "events" in given:
            return {"events": tuple(given.pop("events"))}
        if not parts:
            return {}
        events = list(self.claim.events)
        if number == len(events) and not returned:
            events.append(self._new_event(parts))
        elif not 0 <= number < len(events):
            raise BadRequest(f"the claim has no event number {number}", f"it has {len(events)}; the next number makes a new one")
        if returned:
            events[number] = replace(events[number], in_exchange_for=self._given_back(events[number], parts))
        elif parts.get("event_type") == "":
            del events[number]
        else:
            events[number] = self._edited(events[number], parts)
        return {"events": tuple(events)}

    def _given_back(self, event: Event, parts: dict[str, Any]) -> Event | None:
        """What is given in exchange for an event, as it is put right; None where nothing is."""
        if parts.get("event_type") == "":
            return None
        return self._edited(event.in_exchange_for or self._new_event(parts), parts)

    def _new_event(self, parts: dict[str, Any]) -> Event:
        if not parts.get("event_type") or "trigger" not in parts:
            raise BadRequest("a new event needs a type and the word for it", "give both, such as the type deploy and the word sent")
        return Event(parts["event_type"], "", self.article.cut(*self.extent(parts["trigger"])))

    def _edited(self, event: Event, parts: dict[str, Any]) -> Event:
        kind = parts.get("event_type", event.type)
        if kind not in event_types():
            raise BadRequest(f"{kind!r} is no type of event", f"choose one of {', '.join(sorted(event_types()))}")
        plover = event.plover if kind == event.type and event.plover else event_types()[kind]
        trigger = self.article.cut(*self.extent(parts["trigger"])) if "trigger" in parts else event.trigger
        roles = {name: tuple(self._role(place) for place in parts[name]) for name in ROLES if name in parts}
        items = tuple(self._item(event, place) for place in parts["items"]) if "items" in parts else event.items
        if "item" in parts:
            items = self._counted(items, parts)
        when = self._when(event.when, parts) if "dated" in parts or "edtf" in parts else event.when
        return replace(event, type=kind, plover=plover, trigger=trigger, items=items, when=when, **roles)  # type: ignore[arg-type]

    def _when(self, old: When | None, parts: dict[str, Any]) -> When | None:
        """The date of an event: its words, and what they mean by themselves or as a person says."""
        place = parts.get("dated", old.span if old else None)
        if place is None:
            if parts.get("edtf"):
                raise BadRequest(
                    "a date without the words that tell it", "mark them in the article: nothing is dated that the text does not date"
                )
            return None
        words, edtf = self.article.cut(*self.extent(place)), parts.get("edtf", "").strip()
        if edtf:
            if dates.bounds(edtf) == ("", ""):
                raise BadRequest(f"{edtf!r} is not a date", "write it in EDTF: 2024-10-18, 2024-10~, 2024-08/2024-10, ../2024-10")
            return When(words.text, words.span, edtf)
        read = [found for found in dates.find(words.text, self.claim.article.published) if found.text == words.text]
        if not read:
            raise BadRequest(f"the words {words.text!r} are not understood as a date", "say which in EDTF, such as 2024-10~")
        return When(words.text, words.span, read[0].edtf, read[0].anchor)

    def _counted(self, items: tuple[Item, ...], parts: dict[str, Any]) -> tuple[Item, ...]:
        """The things of an event, one of them with another figure."""
        number = int(parts["item"])
        if not 0 <= number < len(items):
            raise BadRequest(f"the event has no thing number {number}", f"it has {len(items)}, counted from 0")
        item = items[number]
        place = parts.get("figure", item.quantity.span if item.quantity else None)
        figure = None if place is None else self._figure(self.article.cut(*self.extent(place)), item.quantity, parts)
        return (*items[:number], replace(item, quantity=figure), *items[number + 1 :])

    def _figure(self, words: Span, old: Quantity | None, parts: dict[str, Any]) -> Quantity:
        """How many, in the words of the text: as they read, or as a person says."""
        told = {name: parts[name] for name in ("low", "high", "approximate", "unit") if name in parts}
        read = quantities.parse(words.text) or (old if old and old.span == words.span else None)
        if read is None and told.get("low") is None and told.get("high") is None:
            raise BadRequest(
                f"the words {words.text!r} are not understood as a figure", "say from how many to how many; one end may be open"
            )
        figure = replace(read or Quantity(words.text, words.span), text=words.text, span=words.span, **told)
        if figure.low is not None and figure.high is not None and figure.low > figure.high:
            raise BadRequest(f"from {figure.low:g} to {figure.high:g} is no range", "give the lower number first")
        return figure

    def _role(self, place: Place | Role) -> Role:
        if isinstance(place, Role):
            return place
        span = self.article.cut(*self.extent(place))
        for event in self.claim.events:
            for role in (*event.agent, *event.recipient, *event.place, *event.via):
                if role.text == span.text:
                    return replace(role, span=span.span)
        party = self.called(span.text)
        if party is None:
            return Role(span.text, span.span, span.text)
        return Role(span.text, span.span, party.name, party.kind, party.country, party.id)

    def _item(self, event: Event, place: Place | Item) -> Item:
        if isinstance(place, Item):
            return place
        span = self.article.cut(*self.extent(place))
        same = next((item for item in event.items if item.span == span.span), None)
        return same or Item(span.text, span.span, span.text)


def named_party(name: str, kind: str, country: str = "") -> Party:
    """The party that a name gives, with the id it would have wherever it is read."""
    from sayso.names.figures import PARTIES, party_id

    if kind not in PARTIES:
        raise BadRequest(f"{kind!r} is no kind of party", f"choose one of {', '.join(sorted(PARTIES))}")
    return Party(party_id(kind, name, country), name, kind, country)  # type: ignore[arg-type]
