"""Measure dates.find on TimeML articles: `python evals/dates.py FOLDER [--show]`.

FOLDER holds .tml files (AQUAINT TimeML or TimeBank): TIMEX3 tags with values inside <TEXT>, the creation time outside it. What is
counted: TIMEX3 of type DATE whose value is a calendar date. A value is mapped to EDTF (1998-Q1 to 1998-33, 1998-FA to 1998-23,
1998-W12 to the days of that week, 1998-10-23TNI to its day, 1998-XX to 1998) and compared as a string, "~" left aside.
PRESENT_REF, FUTURE_REF, durations given as dates (P1D) and the other types (TIME, DURATION, SET) are not counted, on either side.
We write "since August" and "from May to June" as one stretch: there the ends are compared with the one or two tags inside.

"Invented precision" counts the predictions that cover fewer days than the gold value they overlap. Words for a week ("last week") are
tagged now by the week and now by the month it lies in; where we give the week and the tag its month, that is counted by itself.
"""

from __future__ import annotations

import html
import re
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sayso.claim import When
from sayso.dates import bounds, find

SEASON = {"SP": "21", "SU": "22", "FA": "23", "WI": "24", "Q1": "33", "Q2": "34", "Q3": "35", "Q4": "36"}
TAG = re.compile(r"<[^>]+>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Tag:
    start: int
    end: int
    edtf: str  # "" where it is not counted


def edtf_of(value: str) -> str:
    """A TimeML value as EDTF; "" where it is no calendar date."""
    value = re.sub(r"(T.*|TEV|TNI|TMO)$", "", value)
    if week := re.fullmatch(r"(\d{4})-W(\d{1,2})", value):
        monday, sunday = (date.fromisocalendar(int(week[1]), int(week[2]), day) for day in (1, 7))
        return f"{monday}/{sunday}"
    while value.endswith("-XX"):
        value = value[:-3]
    if value[5:] in SEASON:
        return f"{value[:5]}{SEASON[value[5:]]}"
    return value if re.fullmatch(r"\d[\dX]{3}(-\d\d){0,2}", value) else ""


def read(path: Path) -> tuple[str, str, list[Tag]]:
    """The article's text, its creation date, and its tags."""
    whole = path.read_text(encoding="utf-8", errors="replace")
    created = re.search(r'value="([^"]*)"[^>]*functionInDocument="CREATION_TIME"|CREATION_TIME"[^>]*value="([^"]*)"', whole)
    anchor = (created[1] or created[2])[:10] if created else ""
    body = re.search(r"<TEXT>(.*?)</TEXT>", whole, re.S)
    pieces: list[str] = []
    tags: list[Tag] = []
    opened: list[tuple[int, str]] = []
    at = length = 0
    source = body[1] if body else ""
    for m in [*TAG.finditer(source), None]:
        piece = html.unescape(source[at : m.start() if m else len(source)])
        pieces.append(piece)
        length += len(piece)
        if m is None:
            break
        at = m.end()
        if m.group().startswith("<TIMEX3"):
            values = dict(ATTRIBUTE.findall(m.group()))
            opened.append((length, edtf_of(values.get("value", "")) if values.get("type") == "DATE" else ""))
        elif m.group().startswith("</TIMEX3") and opened:
            start, edtf = opened.pop()
            tags.append(Tag(start, length, edtf))
    return "".join(pieces), anchor, tags


def same(when: When, tag: Tag) -> bool:
    """Whether the value is the tag's, or one end of a stretch is."""
    edtf = when.edtf.replace("~", "").strip("{}[]").replace(",", "/")
    return (
        tag.edtf == edtf
        or ("/" in edtf and tag.edtf in edtf.split("/"))
        or ("/" in tag.edtf and edtf in (f"{tag.edtf.split('/')[0]}/..", f"../{tag.edtf.split('/')[1]}"))
    )


def days(edtf: str) -> int:
    """How many days a date may be; many where it is open."""
    first, last = bounds(edtf)
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1 if first and last else 10**6


def measure(folder: Path, show: bool = False) -> dict[str, float]:
    """What is counted, and precision, recall and F1 of the values in hundredths."""
    files = sorted(folder.rglob("*.tml"))
    right = predicted = gold = invented = weeks = 0
    shown: list[str] = []
    for path in files:
        text, anchor, tags = read(path)
        whens = [w for w in find(text, anchor) if w.edtf]
        gold += sum(bool(t.edtf) for t in tags)
        for when in whens:
            over = [t for t in tags if t.start < when.span[1] and when.span[0] < t.end]
            counted = [t for t in over if t.edtf]
            predicted += len(counted) or not over
            right += sum(same(when, t) for t in counted)
            finer = [t for t in counted if days(when.edtf) < days(t.edtf) and not same(when, t)]
            weeks += sum(bool(re.search(r"\bweek\b", when.text, re.I)) and len(t.edtf) == 7 for t in finer)
            invented += len(finer)
            wrong = [t for t in counted if not same(when, t)]
            if wrong or not over:
                mark = "finer" if finer else "wrong" if wrong else "extra"
                shown.append(
                    f"{mark}\t{when.text!r}\t{when.edtf}\tgold {[t.edtf for t in wrong]}\tanchor {anchor}\t{text[max(0, when.span[0] - 40) : when.span[1] + 30]!r}"
                )
        for t in tags:
            if t.edtf and not any(t.start < w.span[1] and w.span[0] < t.end for w in whens):
                shown.append(
                    f"missed\t{text[t.start : t.end]!r}\tgold {t.edtf}\tanchor {anchor}\t{text[max(0, t.start - 40) : t.end + 30]!r}"
                )
    precision, recall = right / max(predicted, 1), right / max(gold, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    if show:
        print("\n".join(sorted(shown)))
    counts = {"articles": len(files), "dates": gold, "predicted": predicted, "right": right, "invented": invented - weeks, "weeks": weeks}
    return counts | {"precision": 100 * precision, "recall": 100 * recall, "f1": 100 * f1}


def main(arguments: list[str]) -> int:
    paths = [Path(a) for a in arguments if not a.startswith("-")]
    if not paths or not any(paths[0].rglob("*.tml")):
        print(f"no .tml files in {paths[0] if paths else 'no folder'}; give the folder of a TimeML corpus: python evals/dates.py FOLDER")
        return 2
    found = measure(paths[0], "--show" in arguments)
    print("articles {articles}  dates {dates}  predicted {predicted}  right {right}".format(**found))
    print(
        "value precision {precision:.1f}  recall {recall:.1f}  F1 {f1:.1f}  invented precision {invented}  week for month {weeks}".format(
            **found
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
