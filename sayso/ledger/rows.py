"""A claim's events as rows: one fact a row, for whoever asks the file with SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.claim import Claim, Event, Item, Role


def legs(claim: Claim) -> Iterator[tuple[int, int, Event]]:
    """The events of a claim with their place, each followed by what is given back for it (then the second number is 1)."""
    for n, event in enumerate(claim.events):
        yield n, 0, event
        if event.in_exchange_for:
            yield n, 1, event.in_exchange_for


def about(claim: Claim) -> str:
    """What a claim's events can be found by, one a line."""
    return "\n".join(dict.fromkeys(name for _, _, event in legs(claim) for name in _names(event)))


def event_rows(number: int, claim: Claim) -> Iterator[tuple[object, ...]]:
    """Rows for the table events."""
    for n, returned, event in legs(claim):
        yield number, claim.id, n, returned, *_event_row(event)


def role_rows(number: int, claim: Claim) -> Iterator[tuple[object, ...]]:
    """Rows for the table roles."""
    for n, returned, event in legs(claim):
        for role, position, r in _roles(event):
            yield number, claim.id, n, returned, role, position, r.text, r.name, r.kind, r.country, r.party


def item_rows(number: int, claim: Claim) -> Iterator[tuple[object, ...]]:
    """Rows for the table items."""
    for n, returned, event in legs(claim):
        for position, item in enumerate(event.items):
            q = item.quantity
            figures = (q.text, q.low, q.high, int(q.approximate), q.unit) if q else ("", None, None, 0, "")
            yield number, claim.id, n, returned, position, item.text, item.name, item.kind, item.country, *figures


def _roles(event: Event) -> Iterator[tuple[str, int, Role]]:
    for role, roles in (("agent", event.agent), ("recipient", event.recipient), ("place", event.place), ("via", event.via)):
        yield from ((role, n, r) for n, r in enumerate(roles))


def _names(event: Event) -> Iterator[str]:
    yield from (role.name for _, _, role in _roles(event))
    for item in event.items:
        yield item.name
        yield item.kind


def _event_row(event: Event) -> tuple[object, ...]:
    when = event.when
    counted = "; ".join(f"{item.quantity.text} {item.name}" if item.quantity else item.name for item in event.items)
    return (
        event.type, event.plover, event.trigger.text, _joined(event.agent), _joined(event.recipient), counted, _joined(event.place),
        when.text if when else "", when.edtf if when else "", event.certainty or "", int(event.presupposed),
    )  # fmt: skip


def _joined(of: Iterable[Role | Item]) -> str:
    return "; ".join(one.name for one in of)
