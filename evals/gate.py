"""The quality gate: measure everything whose data are at hand, and fail where a figure fell.

    python evals/gate.py DATA [--pin] [--lower REASON] [--write PAGE]

DATA holds the corpora unpacked, each in a folder of its own name (CORPORA below says which, and where they come from); one that is
not there is named and left out. Each figure is a percentage, the higher the better, and has a floor in evals/floors.json beside the
digest of the data it was measured on.

Ends with 0 when every figure holds, 1 when one fell, is gone, or was measured on other data than its floor, 2 when there is nothing
to measure. --pin raises the floors to what was measured now, and takes in new figures and other data; it lowers none unless --lower
says why, which floors.json then keeps. --write puts the figures into a page, between its marks.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.json")
ENGINES = ("rules", "model")
TOLERANCE = 0.02  # percentage points: under half of what one attribution of PolNeAR dev weighs (0.05), so one lost item shows
Figures = Iterator[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labelled data: the files of it that are read, what is measured on them, and where they come from."""

    name: str
    files: tuple[str, ...]
    measure: Callable[[Path], Figures]
    origin: str

    def read_files(self, data: Path) -> list[Path]:
        folder = data / self.name
        return sorted({p for pattern in self.files for p in folder.glob(pattern) if p.is_file()})


@dataclass(frozen=True, slots=True)
class Data:
    """Which files were measured: how many, and one digest over their names and bytes."""

    files: int
    digest: str


@dataclass(frozen=True, slots=True)
class Line:
    """One figure beside its floor."""

    figure: str
    floor: float | None  # None: not pinned yet
    value: float | None  # None: pinned, but no longer measured

    @property
    def fell(self) -> bool:
        return self.floor is not None and (self.value is None or self.value < self.floor - TOLERANCE)

    @property
    def verdict(self) -> str:
        if self.value is None:
            return "GONE"
        return "FELL" if self.fell else "new" if self.floor is None else "ok"


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found on one corpus."""

    corpus: Corpus
    data: Data
    pinned: Data | None
    lines: list[Line]

    @property
    def is_other(self) -> bool:
        return self.pinned is not None and self.pinned != self.data


@dataclass
class Floors:
    """The pinned figures, as they lie in floors.json."""

    corpora: dict[str, dict[str, Any]] = field(default_factory=dict)
    lowered: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path) -> Floors:
        return cls(**json.loads(path.read_text("utf-8"))) if path.exists() else cls()

    def save(self, path: Path) -> None:
        kept = {"corpora": dict(sorted(self.corpora.items())), "lowered": self.lowered}
        path.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    def data(self, corpus: str) -> Data | None:
        pinned = self.corpora.get(corpus)
        return Data(pinned["files"], pinned["digest"]) if pinned else None

    def of(self, corpus: str) -> dict[str, float]:
        found: dict[str, float] = self.corpora.get(corpus, {}).get("floors", {})
        return found

    def pin(self, measured: Measured, reason: str) -> list[Line]:
        """Take what was measured as floors; returns the lines that would have to be lowered and were not, for want of a reason."""
        name, refused = measured.corpus.name, []
        floors: dict[str, float] = {}
        for line in measured.lines:
            if line.fell and not reason:
                refused.append(line)
            elif line.fell:
                self.lowered.append({"figure": f"{name}: {line.figure}", "from": line.floor, "to": line.value, "reason": reason})
            if line.fell and reason:
                floors |= {line.figure: line.value} if line.value is not None else {}
            else:
                floors[line.figure] = max(v for v in (line.floor, line.value) if v is not None)
        if not refused:
            self.corpora[name] = {"files": measured.data.files, "digest": measured.data.digest, "floors": floors}
        return refused


# What is measured on each corpus. The evals are imported only when their data are there: they load the parser.


def attributions(folder: Path) -> Figures:
    """Every engine that can be had, on the development articles."""
    import attribution

    from sayso import engines
    from sayso.errors import NotFound

    told = {"outermost f1": "attribution F1", "outermost quoted recall": "fully quoted, found with source"}
    told |= {"outermost quoted content recall": "fully quoted, content found"}
    told |= {f"outermost {role} token f1": f"token F1 {role}" for role in attribution.ROLES}
    told |= {"f1": "attribution F1, nested ones counted as false"}
    for engine in ENGINES:
        try:
            engines.get(engine)
        except NotFound:
            continue
        found = attribution.measure(folder, engine)
        yield from ((f"{engine}: {label}", found[key]) for key, label in told.items())


def arguments(folder: Path) -> Figures:
    import events

    yield "head-word F1 of our roles", 100 * events.measure(folder)["all"]["F1"]


def sources(folder: Path) -> Figures:
    import names

    found = names.resolution(folder)
    labels = {"sources resolved": "sources resolved", "pronoun": "sources resolved, pronouns", "short": "sources resolved, short names"}
    yield from ((label, names.share(found[key])) for key, label in labels.items())


def places(folder: Path) -> Figures:
    import names

    found = names.metonymy(folder)
    yield from ((name, names.share(counts)) for name, counts in found.items() if name.endswith("accuracy"))


def coded_events(folder: Path) -> Figures:
    import events

    for kind, found in events.measure(folder).items():
        yield f"{kind}: agent and recipient right", 100 * found["any"]
        yield f"{kind}: the same, without mere statements", 100 * found["any, without statements"]
        yield f"{kind}: the same, statements and accusations held against claims", 100 * found["any, statements as claims"]
        yield f"{kind}: not turned round", 100 * (1 - found["turned round"])
        yield f"{kind}: no event where none is coded", 100 * found["no event"]


def timeml(folder: Path) -> Figures:
    import certainty
    import dates

    from sayso.sentences import Parser

    found = dates.measure(folder)
    yield "date value F1", found["f1"]
    yield "dates no more precise than told", 100 * (1 - found["invented"] / max(found["predicted"], 1))
    graded = certainty.measure_events(sorted(folder.glob("*.tml")), certainty.timeml, Parser(), False)
    yield from ((f"events graded {key} F1", figures["F1"]) for key in ("negative", "uncertain") if (figures := graded.get(f"all {key}")))


def hedges(folder: Path) -> Figures:
    import certainty

    from sayso.sentences import Parser

    for half, label in (("", ""), ("even", ", half not tuned on")):
        yield f"hedge-cue F1{label}", certainty.measure_hedges(folder, half, False, Parser())["exact"]["F1"]


def shared(folder: Path) -> Figures:
    import copies

    yield from copies.figures(folder)


def denials_and_events(folder: Path) -> Figures:
    import certainty
    import events_together

    from sayso.sentences import Parser

    graded = certainty.measure_events(sorted(folder.rglob("*ecb*.xml")), certainty.ecb, Parser(), False)
    yield from (("events graded negative F1", figures["F1"]) for figures in [graded.get("all negative")] if figures)
    for name, found in events_together.measure(folder).items():
        if not name.endswith("topics learnt on"):
            yield f"one event ({name}): precision at recall 50", found["precision at recall 50"]
            yield f"one event ({name}): precision of what is joined", found["joined precision"]


def contradictions(folder: Path) -> Figures:
    import relations

    from sayso.pipeline import Extractor

    found = relations.measure(folder, Extractor())
    for name, told in (("rte3_dev", "contradictions"), ("rte3_dev, entailments", "entailments")):
        if name in found:
            yield f"{told}, precision", found[name]["precision"]
            yield f"{told}, recall", found[name]["recall"]
    if agreeing := found.get("rte3_dev, entailments"):
        yield "agreement found outside contradictions", 100 * (1 - agreeing["found in contradictions"] / max(1.0, agreeing["found"]))
    for name in ("rte1_dev", "rte2_dev"):
        if name in found:
            share = found[name]["found in entailments"] / max(1.0, found[name]["found"])
            yield f"{name}: contradictions found outside entailments", 100 * (1 - share)


def stances(folder: Path) -> Figures:
    import relations

    from sayso.pipeline import Extractor

    for name, found in relations.measure(folder, Extractor()).items():
        yield f"pairs that {name} each other, precision", found["precision"]
        yield f"pairs that {name} each other, recall", found["recall"]


CORPORA = (
    Corpus("polnear", ("dev/text/*.txt", "dev/attributions/*.ann"), attributions, "PolNeAR 1.0, github.com/networkdynamics/PolNeAR"),
    Corpus("gum_wikinews", ("dep/*.conllu",), sources, "the GUM_news files of github.com/amir-zeldes/gum"),
    Corpus(
        "metonymy",
        ("*_literal_train.txt", "*_metonymic_train.txt"),
        places,
        "ReLocaR and SemEval 2007, github.com/milangritta/Minimalist-Location-Metonymy-Resolution",
    ),
    Corpus(
        "petrarch",
        ("PETR.*.records.xml", "PETR2_GSR_validation.xml", "PETR.*.actors.txt"),
        coded_events,
        "the validation records of github.com/openeventdata/petrarch and petrarch2",
    ),
    Corpus("rams", ("dev.jsonlines",), arguments, "RAMS 1.0, nlp.jhu.edu/rams"),
    Corpus("wikievents", ("dev.jsonl",), arguments, "WikiEvents, github.com/raspberryice/gen-arg"),
    Corpus("aquaint", ("*.tml",), timeml, "AQUAINT TimeML 1.0"),
    Corpus("szeged", ("*.xml",), hedges, "the news part of the Szeged Uncertainty Corpus"),
    Corpus(
        "ecbplus",
        ("**/*ecb*.xml", "**/ECBplus_coreference_sentences.csv"),
        denials_and_events,
        "ECB+, github.com/cltl/ecbPlus",
    ),
    Corpus("rte3", ("rte/rte*.xml",), contradictions, "the RTE-3 development pairs with three-way labels, and those of RTE-1 and RTE-2"),
    Corpus("claimdiff", ("*.json*",), stances, "ClaimDiff, github.com/kaistAI/ClaimDiff"),
    Corpus("news_cluster", ("*.json",), shared, "news pages with their EventId, one JSON file a page"),
)


def identify(files: Sequence[Path], folder: Path) -> Data:
    """The digest covers each file's place below the folder and its bytes, in the order of the places."""
    whole = hashlib.sha256()
    for place, path in sorted((p.relative_to(folder).as_posix(), p) for p in files):
        whole.update(f"{place}\0{path.stat().st_size}\0".encode())
        whole.update(path.read_bytes())
    return Data(len(files), whole.hexdigest())


def measure(corpus: Corpus, data: Path, floors: Floors) -> Measured:
    """The figures of one corpus beside their floors; those that are no longer measured come last."""
    pinned = floors.of(corpus.name)
    found = {name: round(value, 2) for name, value in corpus.measure(data / corpus.name)}
    lines = [Line(name, pinned.get(name), value) for name, value in found.items()]
    lines += [Line(name, floor, None) for name, floor in pinned.items() if name not in found]
    return Measured(corpus, identify(corpus.read_files(data), data / corpus.name), floors.data(corpus.name), lines)


def table(measured: Measured) -> str:
    def cell(value: float | None) -> str:
        return "-" if value is None else f"{value:.2f}"

    head = f"{measured.corpus.name + ', ' + str(measured.data.files) + ' files':52} {'floor':>7} {'now':>7}"
    return "\n".join(
        [head, *(f"  {line.figure:50} {cell(line.floor):>7} {cell(line.value):>7}  {line.verdict}" for line in measured.lines)]
    )


def page_block(found: Sequence[Measured]) -> str:
    """The figures as a page shows them."""
    rows = [f"Measured on {date.today()} with `make eval DATA=…`.", "", "| data | files | SHA-256 | figure | % |", "|---|--:|---|---|--:|"]
    for m in found:
        rows += [
            f"| {m.corpus.name} | {m.data.files} | `{m.data.digest[:12]}` | {line.figure} | {line.value:.1f} |"
            for line in m.lines
            if line.value is not None
        ]
    return "\n".join(rows)


def refresh(page: Path, name: str, block: str) -> None:
    """Put a block between its marks in a page: <!-- NAME: begin … --> and <!-- NAME: end -->."""
    text = page.read_text("utf-8")
    marks = re.compile(rf"(<!-- {name}: begin\b[^\n]*-->\n).*?(<!-- {name}: end -->)", re.S)
    if not marks.search(text):
        sys.exit(f"{page} has no lines <!-- {name}: begin --> and <!-- {name}: end -->; put them where the figures belong")
    page.write_text(marks.sub(lambda m: f"{m[1]}{block}\n{m[2]}", text), encoding="utf-8")


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", default="", help="the folder with the corpora")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--lower", metavar="REASON", default="", help="with --pin: lower what fell, for this reason")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the figures into this page")
    parser.add_argument("--floors", type=Path, default=FLOORS, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str], corpora: Sequence[Corpus] = CORPORA) -> int:
    chosen = options(arguments)
    data, floors = Path(chosen.data), Floors.load(chosen.floors)
    present = [c for c in corpora if chosen.data and c.read_files(data)]
    for corpus in (c for c in corpora if c not in present):
        print(f"{corpus.name}: not there, left out; it is {corpus.origin}")
    if not present:
        print(f"nothing to measure in {chosen.data or 'no folder'}; unpack a corpus there under its name above: make eval DATA=FOLDER")
        return 2
    found = []
    for corpus in present:
        found.append(measure(corpus, data, floors))
        print(table(found[-1]), flush=True)
    if chosen.pin:
        return pin(found, floors, chosen) or write(found, corpora, chosen.write)
    return judge(found) | write(found, corpora, chosen.write)


def judge(found: Sequence[Measured]) -> int:
    """0 when every figure holds on the data of its floor."""
    for m in (m for m in found if m.is_other):
        print(f"{m.corpus.name}: the data are others: {m.data.files} files, digest {m.data.digest[:12]}; pin them anew with --pin")
    fallen = [f"{m.corpus.name}: {line.figure}" for m in found for line in m.lines if line.fell]
    if fallen:
        print(f"below the floor: {', '.join(fallen)}")
    if any(line.floor is None for m in found for line in m.lines):
        print("new figures have no floor yet; give them one with --pin")
    return int(bool(fallen) or any(m.is_other for m in found))


def pin(found: Sequence[Measured], floors: Floors, chosen: argparse.Namespace) -> int:
    """0 when all was pinned; nothing is saved where a floor would have to be lowered without a reason."""
    refused = [f"{m.corpus.name}: {line.figure}" for m in found for line in floors.pin(m, chosen.lower)]
    if refused:
        print(f"not pinned, since it would lower {', '.join(refused)}; if that is meant, say why with --lower REASON")
        return 1
    floors.save(chosen.floors)
    return 0


def write(found: Sequence[Measured], corpora: Sequence[Corpus], page: Path | None) -> int:
    """Refresh the page, if one is named; never with a part of the figures."""
    if page and len(found) < len(corpora):
        print(f"{page} left as it is: it shows all figures, and {len(corpora) - len(found)} of the corpora are missing")
        return 1
    if page:
        refresh(page, "figures", page_block(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
