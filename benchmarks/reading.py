"""Reading: how well and how fast pages are read, on every corpus that is there (`python -m benchmarks.reading`).

Exits 1 if a score is below its floor in `floors.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import floors
from benchmarks.corpora import CORPORA, PARALLEL, SAMPLES, SLAVIC, Corpus, digest
from benchmarks.errors import describe
from benchmarks.measure import Measured, Summary, measure, row_of, summarise
from benchmarks.speed import LEAST, measure_speed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from firsthand.scoring import Tally

POOLED = ("es", "ru", "uk")

Groups = dict[str, tuple[tuple[Corpus, ...], list[Measured]]]
"""By name: the corpora that a group's documents come from, and the documents."""


def group(measured: Mapping[Corpus, Sequence[Measured]]) -> Groups:
    """Put documents together that are reported together: a corpus's language, and es, ru and uk of our own corpora."""
    groups: Groups = {
        f"{corpus.name} {language}": ((corpus,), [one for one in documents if one.gold.language == language])
        for corpus, documents in measured.items()
        for language in sorted({one.gold.language for one in documents})
    }
    both = [one for corpus in (PARALLEL, SLAVIC) for one in measured.get(corpus, ()) if one.gold.language in POOLED]
    if PARALLEL in measured and SLAVIC in measured and {one.gold.language for one in both} == set(POOLED):
        groups["quotes pooled " + "+".join(POOLED)] = ((PARALLEL, SLAVIC), both)
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


def _prf(tally: Tally) -> str:
    return " ".join(map(_pc, (tally.precision, tally.recall, tally.f1)))


def _pc(share: float) -> str:
    return f"{100 * share:5.1f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, compare with the floors."""
    names = [corpus.name for corpus in CORPORA]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__.split("\n")[0])
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

    measured: dict[Corpus, list[Measured]] = {}
    for corpus in CORPORA:
        if corpus.name in (options.corpus or names):
            if corpus.present:
                measured[corpus] = measure(corpus, options.language)
            else:
                print(f"{corpus.name}: left out, there is no {', '.join(map(str, corpus.files))}\n")

    groups = group(measured)
    summaries = {name: summarise(documents) for name, (_, documents) in groups.items()}
    for name, summary in summaries.items():
        print(*table(name, summary), sep="\n", end="\n\n")

    everything = [one for documents in measured.values() for one in documents]
    for one in sorted(everything, key=_wrong, reverse=True)[: options.worst]:
        print(*describe(one), sep="\n", end="\n\n")
    if options.errors:
        options.errors.write_text("\n\n".join("\n".join(describe(one)) for one in everything), encoding="utf-8")

    speeds = {
        name: measure_speed([one.gold.text for one in documents])
        for name, (corpora, documents) in groups.items()
        if not options.no_speed and len(corpora) == 1 and SAMPLES not in corpora
    }
    for name, speed in speeds.items():
        print(
            f"{name}: {speed.per_second:,.0f} words per core-second (at least {LEAST:,} wanted),"
            f" {speed.ratio:.1f} times the cost of counting tokens"
        )

    if options.json:
        result = {name: summary.figures() for name, summary in summaries.items()}
        for name, speed in speeds.items():
            result[name] |= {"words_per_second": round(speed.per_second), "cost_ratio": speed.ratio}
        options.json.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return _compare(groups, summaries, update=options.update_floors, lower=options.lower)


def _wrong(one: Measured) -> int:
    row = one.score.rows["all"].e2e
    return row.gold - row.right_gold + row.predicted - row.right_predicted


def _compare(groups: Groups, summaries: Mapping[str, Summary], *, update: bool, lower: bool) -> int:
    pinned = floors.load()
    below: list[str] = []
    for name, (corpora, _) in groups.items():
        now, reached = digest(corpora), summaries[name].figures()
        if update:
            pinned[name] = floors.updated(pinned.get(name), now, reached, lower=lower)
        if name in pinned:
            below += floors.shortfalls(name, pinned[name], now, reached)
    if update:
        floors.save(pinned)
    for line in below:
        print(f"BELOW ITS FLOOR  {line}", file=sys.stderr)
    return int(bool(below))


if __name__ == "__main__":
    sys.exit(main())
