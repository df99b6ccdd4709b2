"""Days: the first and the last that a date may mean."""

from __future__ import annotations

from sayso.dates import bounds


def days(edtf: str) -> tuple[str, str]:
    """The first and last day that an EDTF date may mean, as ISO days; "" at an open end."""
    if not edtf:
        return "", ""
    first, last = bounds(edtf)
    return str(first or ""), str(last or "")
