"""Names: how well names of people are told to be one person's, across alphabets and habits of spelling.

`python -m benchmarks.names`. Counted is the half on which nothing was fitted: entities and names whose SHA-256 is odd.
SlavNER 2021: the name by which a person is told most often in one language is given, and has to be found among all
names of persons in another (accuracy: the most alike is of the same entity; the entities have mistakes). Cases of
OpenSanctions: pairs of persons' names that are one person's, or are not (F1 at `PROPOSE`). Where rigour is installed,
its lists are used, as in the tool.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter, defaultdict
from importlib.util import find_spec
from time import process_time

from benchmarks.corpora import DATA
from firsthand.linking.names import PROPOSE, compare

WANTED = {
    ("ru", "pl"): 0.90,
    ("ru", "cs"): 0.90,
    ("ru", "sl"): 0.90,
    ("uk", "pl"): 0.95,
    ("uk", "cs"): 0.95,
    ("ru", "uk"): 0.96,
}
WANTED_F1 = 0.88


def odd(text: str) -> bool:
    """Tell whether nothing was fitted on this."""
    return hashlib.sha256(text.encode()).digest()[-1] % 2 == 1


def persons() -> dict[str, dict[str, list[str]]]:
    """Return the full names of persons in their base form, the most told first, by language and identifier."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    with (DATA / "bsnlp2021-slavner" / "entities.jsonl").open(encoding="utf-8") as lines:
        for entity in map(json.loads, lines):
            for language, forms in entity["forms"].items() if entity["type"] == "PER" else ():
                told: Counter[str] = Counter()
                for _, lemma, documents in forms:
                    told[" ".join(map(_capital, lemma.split()))] += documents
                names = [name for name, _ in told.most_common()]
                if full := [name for name in names if len(name.split()) > 1]:
                    found[language][entity["id"]] = full
    return found


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def accuracy(ours: dict[str, list[str]], theirs: dict[str, list[str]]) -> tuple[float, int]:
    """Return how often the most alike name in another language is the same person's, and of how many that is told."""
    right = asked = 0
    every = [(name, person) for person, names in theirs.items() for name in names]
    for person, names in ours.items():
        if person not in theirs or not odd(person):
            continue
        asked += 1
        scores = [(compare(names[0], other).score, owner) for other, owner in every]
        best = max(score for score, _ in scores)
        right += {owner for score, owner in scores if score == best} == {person}
    return right / max(1, asked), asked


def pairs() -> tuple[float, float, float, int]:
    """Return precision, recall and F1 of the cases of OpenSanctions about persons, and how many those are."""
    with (DATA / "name-pairs" / "opensanctions_cases.jsonl").open(encoding="utf-8") as lines:
        cases = [case for case in map(json.loads, lines) if case["schema"] == "Person" and odd(case["name2"])]
    said = [(compare(case["name1"], case["name2"]).score >= PROPOSE, case["is_match"]) for case in cases]
    right = sum(told and true for told, true in said)
    precision = right / max(1, sum(told for told, _ in said))
    recall = right / max(1, sum(true for _, true in said))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall), len(cases)


def main() -> int:
    """Print all figures; return 1 if one is less than wanted."""
    known = persons()
    status = 0
    print("with rigour's lists" if find_spec("rigour") else "without rigour")
    print("SlavNER 2021, full names of persons, odd half: the right person is the most alike")
    for (ours, theirs), wanted in WANTED.items():
        share, asked = accuracy(known[ours], known[theirs])
        status |= share < wanted
        print(f"  {ours} to {theirs}  {share:.3f} of {asked}  wanted {wanted:.2f}")
    precision, recall, f1, count = pairs()
    status |= f1 < WANTED_F1
    print(f"OpenSanctions, {count} pairs of persons, odd half, proposed from {PROPOSE} on")
    print(f"  precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  wanted {WANTED_F1:.2f}")
    names = [name for names in known["ru"].values() for name in names][:120]
    others = [name for names in known["pl"].values() for name in names][:120]
    start = process_time()
    for a in names:
        for b in others:
            compare(a, b)
    print(f"{len(names) * len(others) / (process_time() - start):,.0f} pairs per core-second")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
