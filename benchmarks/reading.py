"""Reading: how well and how fast pages are read, on every corpus that is there (`python -m benchmarks.reading`).

Exits 1 if a score is below its floor in `floors.json`, or a reader takes too much memory. Speed only warns: a machine
that does something else beside takes up to half of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import floors
from benchmarks.corpora import CORPORA, GERMAN, PARALLEL, POLNEAR, SAMPLES, SLAVIC, Corpus, digest
from benchmarks.errors import describe
from benchmarks.measure import Measured, Summary, as_read, measure, row_of, summarise
from benchmarks.others import OTHERS, ROLES, ROLES_SOURCE, SOURCE, TYPES
from benchmarks.readers import NAMES, readers
from benchmarks.speed import LEAST, MOST, Speed, measure_speed
from firsthand.scoring.calibration import Judged, calibration_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from firsthand.reading.reader import Reader
    from firsthand.scoring import Tally

POOLED = ("es", "ru", "uk")
HEADLINE = "polnear en"
"""The group that other readers are compared on."""


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that are reported together."""

    corpora: tuple[Corpus, ...]
    """Those that they come from."""
    documents: list[Measured]
    again: bool = False
    """The same documents stand in another group too."""
    pinned: bool = True
    """Whether it has floors."""


def group(measured: Mapping[Corpus, Sequence[Measured]]) -> dict[str, Group]:
    """Put documents together by name: a corpus's language, PolNeAR as read, and es, ru and uk of our own corpora."""
    groups: dict[str, Group] = {}
    for corpus, documents in measured.items():
        for language in sorted({one.gold.language for one in documents}):
            own = [one for one in documents if one.gold.language == language]
            groups[f"{corpus.name} {language}"] = Group((corpus,), own, pinned=corpus is not GERMAN)
            if corpus is POLNEAR:
                groups[f"{HEADLINE} as read"] = Group((corpus,), [*map(as_read, own)], again=True, pinned=False)
    both = [one for corpus in (PARALLEL, SLAVIC) for one in measured.get(corpus, ()) if one.gold.language in POOLED]
    if PARALLEL in measured and SLAVIC in measured and {one.gold.language for one in both} == set(POOLED):
        groups["quotes pooled " + "+".join(POOLED)] = Group((PARALLEL, SLAVIC), both, again=True)
    return groups


def table(name: str, summary: Summary) -> Iterator[str]:
    """Lay out one group's scores, in per cent."""
    yield f"{name}: {summary.documents} documents, language told right in {summary.languages_right}"
    yield "             gold  read |  e2e P     R    F1   95 % of F1 | matched  exact | source  none"
    for row_name, row in summary.rows().items():
        low, high = summary.intervals[row_name]
        yield (
            f"  {row_name:9} {row.e2e.gold:6d}{row.e2e.predicted:6d} | {_prf(row.e2e)}  {_pc(low)}–{_pc(high)}  |"
            f"   {_pc(row.matched.f1)}  {_pc(row.exact.f1)} |  {_pc(row.source.value)} {_pc(row.source_none.value)}"
        )
    sources, cues = summary.score.source_spans, summary.score.cue_spans
    yield f"  alpha {summary.score.alpha:.3f}; spans alone, F1: source {_pc(sources.f1)}, cue {_pc(cues.f1)}"
    if summary.surely != summary.score:
        left_out = ", ".join(f"{row} {_pc(row_of(summary.surely, row).e2e.f1)}" for row in ("quoted", "all"))
        yield f"  finds on borderline passages left out: e2e F1 {left_out}"
    if (speakers := summary.speakers) and speakers.right.of:
        yield (
            f"  speakers: of {speakers.right.of} named {_pc(speakers.right.value)} right,"
            f" {_pc(speakers.inflected.value)} right or inflected;"
            f" of {speakers.unnamed.of} without a name {_pc(speakers.false_names)} got one"
        )
    for part, tally in (("credits", summary.credits), ("furniture lines", summary.furniture)):
        if tally and tally.gold + tally.predicted:
            yield f"  {part}: P, R, F1 {_prf(tally)} (gold {tally.gold}, read {tally.predicted})"
    if summary.judged:
        yield f"  {_calibration(summary.judged)}"


def _calibration(judged: Sequence[Judged]) -> str:
    said, right = (
        sum(values) / len(judged) for values in zip(*((one.score, one.right) for one in judged), strict=True)
    )
    return (
        f"scores: calibration error {calibration_error(judged):.3f} over {len(judged)} statements;"
        f" on average {_pc(said)} said, {_pc(right)} right"
    )


def _prf(tally: Tally) -> str:
    return " ".join(map(_pc, (tally.precision, tally.recall, tally.f1)))


def _pc(share: float) -> str:
    return f"{100 * share:5.1f}"


@dataclass(frozen=True, slots=True)
class Run:
    """What one reader reached on the corpora."""

    name: str
    """The reader's, without its version."""
    reader: Reader
    groups: dict[str, Group]
    summaries: dict[str, Summary]
    speeds: dict[str, Speed]
    memory: float | None
    """Megabytes; None where speed was not measured."""

    @property
    def documents(self) -> list[Measured]:
        """Every document once."""
        return [one for group in self.groups.values() if not group.again for one in group.documents]

    @property
    def judged(self) -> list[Judged]:
        """The statements that were read in news: our samples are cases, not news."""
        news = (one for one in self.groups.values() if not one.again and SAMPLES not in one.corpora)
        return [judged for one in news for document in one.documents for judged in document.judged]

    def figures(self) -> dict[str, dict[str, float]]:
        """Return every figure that goes to a file, by reader and group."""
        figures = {f"{self.name}: {name}": summary.figures() for name, summary in self.summaries.items()}
        for name, summary in self.summaries.items():
            figures[f"{self.name}: {name}"]["calibration_error"] = calibration_error(summary.judged)
        for name, speed in self.speeds.items():
            figures[f"{self.name}: {name}"] |= {
                "words_per_second": round(speed.per_second),
                "cost_ratio": speed.ratio,
            }
        figures[f"{self.name}: news"] = {"calibration_error": calibration_error(self.judged)}
        if self.memory is not None:
            figures[f"{self.name}: news"]["memory_mb"] = self.memory
        return figures


def run(name: str, corpora: Sequence[Corpus], *, language: str | None, speed: bool) -> Run:
    """Measure a reader that is installed."""
    reader = readers()[name]
    groups = group({corpus: measure(corpus, reader, language) for corpus in corpora})
    summaries = {each: summarise(one.documents) for each, one in groups.items()}
    texts = {
        each: [document.gold.text for document in one.documents]
        for each, one in groups.items()
        if not one.again and SAMPLES not in one.corpora and one.documents[0].gold.language in reader.languages
    }
    speeds, memory = measure_speed(name, texts) if speed and texts else ({}, None)
    return Run(name, reader, groups, summaries, speeds, memory)


def report(run: Run) -> Iterator[str]:
    """Lay out all that is known of a reader."""
    for name, summary in run.summaries.items():
        yield from table(f"{run.reader.name}: {name}", summary)
        yield ""
    if run.judged:
        yield f"{run.reader.name}: all news"
        yield f"  {_calibration(run.judged)}"
    for name, speed in run.speeds.items():
        yield (
            f"  {name}: {speed.per_second:,.0f} words per core-second (at least {LEAST[run.name]:,} wanted),"
            f" {speed.ratio:.1f} times the cost of counting tokens"
        )
    if run.memory is not None:
        yield f"  peak memory of a process that reads them: {run.memory:.0f} MB (at most {MOST})"
    yield ""


def comparison(runs: Sequence[Run]) -> Iterator[str]:
    """Lay out what readers of ours reach on PolNeAR under what others do."""
    yield f"{'PolNeAR, end-to-end F1':42}" + "".join(f"{name:>9}" for name in TYPES) + "   words per core-second"
    for other in OTHERS:
        speed = f"{other.per_second:,}" if other.per_second else ""
        yield f"  {other.name:40}" + "".join(f"{f1:9g}" for f1 in other.f1) + f"{speed:>24}".rstrip()
    for one in runs:
        rows = one.summaries[HEADLINE].rows()
        speed = f"{one.speeds[HEADLINE].per_second:,.0f}" if HEADLINE in one.speeds else ""
        yield (
            f"  {f'firsthand, {one.reader.name}':40}"
            + "".join(f"{_pc(rows[name].e2e.f1):>9}" for name in TYPES)
            + f"{speed:>24}".rstrip()
        )
    yield f"  {SOURCE}"
    yield f"{'PolNeAR, F1 of exact spans':42}" + "".join(f"{role:>9}" for role in ("source", "cue", "content"))
    yield f"  {ROLES_SOURCE:40}" + "".join(f"{f1:9g}" for f1 in ROLES)
    for one in runs:
        score = one.summaries[HEADLINE].score
        spans = score.source_spans, score.cue_spans, score.rows["all"].exact
        yield f"  {f'firsthand, {one.reader.name}':40}" + "".join(f"{_pc(tally.f1):>9}" for tally in spans)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, compare with the floors."""
    names = [corpus.name for corpus in CORPORA]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__.split("\n")[0])
    parser.add_argument("--reader", action="append", choices=NAMES, help="default: the best one; may be repeated")
    parser.add_argument("--corpus", action="append", choices=names, help="this one only; may be repeated")
    parser.add_argument("--language", help="this one only, a BCP 47 code")
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write every figure to this file")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="say what is wrong in the N worst documents")
    parser.add_argument("--errors", type=Path, metavar="OUT", help="write what is wrong in all documents to this file")
    parser.add_argument("--no-speed", action="store_true", help="measure quality only")
    parser.add_argument("--update-floors", action="store_true", help="raise the floors to what was reached")
    parser.add_argument("--lower", action="store_true", help="with --update-floors: lower them too")
    options = parser.parse_args(arguments)
    if options.lower and not options.update_floors:
        parser.error("--lower goes with --update-floors")

    corpora = []
    for corpus in CORPORA:
        if corpus.name in (options.corpus or names):
            if corpus.present:
                corpora.append(corpus)
            else:
                print(f"{corpus.name}: left out, there is no {', '.join(map(str, corpus.files))}\n")
    runs = []
    for name in options.reader or [*readers()][-1:]:
        if name not in readers():
            print(f"{name}: left out, its weights are not installed\n")
            continue
        runs.append(one := run(name, corpora, language=options.language, speed=not options.no_speed))
        print(*report(one), sep="\n")
        for document in sorted(one.documents, key=_wrong, reverse=True)[: options.worst]:
            print(*describe(document), sep="\n", end="\n\n")
    if on_polnear := [one for one in runs if HEADLINE in one.summaries]:
        print(*comparison(on_polnear), sep="\n", end="\n\n")

    if options.errors:
        entries = (f"{one.name}: " + "\n".join(describe(document)) for one in runs for document in one.documents)
        options.errors.write_text("\n\n".join(entries), encoding="utf-8")
    if options.json:
        figures = {name: figures for one in runs for name, figures in one.figures().items()}
        options.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return _compare(runs, update=options.update_floors, lower=options.lower)


def _wrong(one: Measured) -> int:
    row = one.score.rows["all"].e2e
    return row.gold - row.right_gold + row.predicted - row.right_predicted


def _compare(runs: Sequence[Run], *, update: bool, lower: bool) -> int:
    pinned = floors.load()
    below: list[str] = []
    for one in runs:
        for name, each in one.groups.items():
            key, now, reached = f"{one.name}: {name}", digest(each.corpora), one.summaries[name].figures()
            if update and each.pinned:
                pinned[key] = floors.updated(pinned.get(key), now, reached, lower=lower)
            if key in pinned:
                below += floors.shortfalls(key, pinned[key], now, reached)
    if update:
        floors.save(pinned)
    for line in below:
        print(f"BELOW ITS FLOOR  {line}", file=sys.stderr)
    heavy = [one for one in runs if one.memory is not None and one.memory > MOST]
    for one in heavy:
        print(f"TOO MUCH MEMORY  {one.name}: {one.memory:.0f} MB, at most {MOST}", file=sys.stderr)
    return int(bool(below or heavy))


if __name__ == "__main__":
    sys.exit(main())
