"""What is lost where documents come as pictures: ad buys and their scans, receipts with one engine and with two."""

from __future__ import annotations

import importlib.util
import os
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from extractors.extract import extract, view_of_document
from extractors.fields.decision import Choice
from extractors.fields.rules import RULES
from extractors.model import FieldName
from extractors.settings import ReaderSettings
from extractors.training.corpus import read_once
from extractors.training.held_out import all_rows, folds_of, rankers_without
from extractors.training.run import samples
from extractors.training.score import Judged, compared, score
from extractors.training.truth import Sample, read_truth
from tests.benchmarks.reading import CORPUS, SHARED, digital_documents

AD_BUYS = 20
RECEIPTS = 100
SETTINGS = ReaderSettings()
Truth = Mapping[str, Mapping[FieldName, str]]


def main() -> None:
    """Print the tables."""
    if not SHARED.is_dir():
        print("The shared corpora are not beside this clone; nothing was measured.")
        return
    ad_buys()
    receipts()


def ad_buys() -> None:
    """The same ad buys as they are, and redone as grey scans at 150 dpi, slightly turned, with noise.

    Each is read by forests that never saw its layout.
    """
    everything = samples([CORPUS / "adbuy"], kept())
    rows, folds = all_rows(everything), folds_of(everything)
    digital = {path.name: path for path in digital_documents(len(everything))}
    chosen = set(sorted(digital)[:: max(len(digital) // AD_BUYS, 1)][:AD_BUYS])
    native: list[Judged] = []
    pictured: list[Judged] = []
    with tempfile.TemporaryDirectory() as folder:
        for fold, ranker in zip(folds, rankers_without(everything, rows, folds), strict=True):
            for sample in (everything[number] for number in fold if everything[number].name in chosen):
                path = scanned(digital[sample.name], Path(folder) / sample.name)
                native += answered(sample, ranker.choices(sample.view))
                view = view_of_document(read_once(path, kept(), SETTINGS))
                pictured += answered(replace(sample, view=view), ranker.choices(view))
    print(f"\nAd buys, {len(chosen)} documents, their layouts left out of training\n")
    print("| | values | right | micro F1 |\n|---|---:|---:|---:|")
    show("born digital", native)
    show("the same as scans at 150 dpi", pictured)


def kept() -> Path | None:
    """Return the folder in which what was read once is kept, if there is one: a run that was ended goes on there."""
    named = os.environ.get("PROOFDESK_READINGS")
    return Path(named) if named else None


def answered(sample: Sample, choices: Mapping[FieldName, Choice]) -> Iterator[Judged]:
    """Yield each true value of a document beside the one that was chosen."""
    for name, value in sample.truth.items():
        choice = choices.get(name)
        answer = sample.view.candidates[RULES[name].kind][choice.places[0]].value if choice else None
        score_of = choice.score if choice else 0.0
        yield Judged("", sample.name, 0, name, value, answer, score_of, *compared(name, value, answer))


def scanned(original: Path, target: Path) -> Path:
    """Redo a PDF as a scan, by the maker of batches."""
    maker(SHARED / "bench" / "make_batch.py")(original, target, random.Random(original.name))
    return target


def maker(path: Path) -> Callable[[Path, Path, random.Random], None]:
    """Return the function of a script that redoes a PDF as a scan."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    scan: Callable[[Path, Path, random.Random], None] = module.scan
    return scan


def receipts() -> None:
    """Fields of receipts, and what the second engine adds to them; `reading` measures what it costs."""
    truth = read_truth(CORPUS / "receipts" / "truth.csv")
    paths = sorted((CORPUS / "receipts" / "documents").iterdir())
    paths = [path for path in paths if path.name in truth][:RECEIPTS]
    print(f"\nReceipts, {len(paths)} documents, by the shipped model\n")
    print("| | values | right | micro F1 |\n|---|---:|---:|---:|")
    for engine, settings in (
        ("with the second engine", SETTINGS),
        ("without", replace(SETTINGS, second_engine=False)),
    ):
        show(engine, list(judged(paths, truth, settings)))


def judged(paths: Iterable[Path], truth: Truth, settings: ReaderSettings) -> Iterator[Judged]:
    """Yield each true value of some documents beside what was read."""
    for path in paths:
        extraction = extract(read_once(path, kept(), settings), settings)
        for name, value in truth[path.name].items():
            evidence = extraction.find(name)
            answer, sure = (evidence.value, evidence.confidence) if evidence else (None, 0.0)
            yield Judged("", path.name, 0, name, value, answer, sure, *compared(name, value, answer))


def show(name: str, found: Iterable[Judged]) -> None:
    """Print a table's row."""
    result = score(list(found))
    print(f"| {name} | {result.truths} | {result.right} | {result.f1:.4f} |", flush=True)


if __name__ == "__main__":
    main()
