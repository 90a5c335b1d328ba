"""Names: how well names of people are told to be one person's, across alphabets and habits of spelling.

`python -m benchmarks.names`. Counted is the half on which nothing was fitted: identifiers and names whose SHA-256 is
odd. SlavNER 2021: each full name in base form is given, and has to be found among all full names of another language:
an answer, the most alike, is right if the annotators gave it the same identifier. Many identifiers hold several people,
and of those whom a name means there may be none in the other language (`ABSENT`): no comparison of names leads to the
others but by chance. Hence a second figure without these, which has to reach what is wanted.
Cases of OpenSanctions: pairs of persons' names that are one person's, or are not (F1 at `PROPOSE`); of the pairs that
are not, how many the one rule would join that asks nobody; of those that are proposed, how many an index finds by their
`blocks`. Where rigour is installed, its lists are used, as in the tool.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from importlib.util import find_spec
from time import process_time

from benchmarks.corpora import DATA
from firsthand.linking import Appearance, same_by_rule
from firsthand.linking.names import PROPOSE, blocks, compare

WANTED = {
    ("ru", "pl"): 0.90,
    ("ru", "cs"): 0.90,
    ("ru", "sl"): 0.90,
    ("uk", "pl"): 0.95,
    ("uk", "cs"): 0.95,
    ("ru", "uk"): 0.96,
}
WANTED_F1 = 0.88
_ABSENT = """
0a33bf 0db19c 0f433e 1b94c6 1fdfe0 206dd4 222f19 2622a3 27c009 2b37c3 2b8ae3 3362c1 346049 3c58ef 45c0f6 474b08 4cc7e3
4e41e8 4e8a45 514884 52aef8 54d65e 5c923b 62142c 62e6a2 647ed2 677e1e 68606d 6ebabd 75e572 75f4bd 7b3978 7db826 810702
8473c5 851c09 860628 86a281 892a8e 8b99d3 8e5998 91661c 91da05 96c014 9a8396 9b2818 a70903 ac3693 af742b affaf3 b7f6f0
bf8499 c12ad4 c20137 c414c0 c8306f d40257 d4742f d83b7f d8ce03 db270b db930c e227f0 e58c72 ea11a1 ef0265 fb17a3 ff7a0e
"""
ABSENT = frozenset(_ABSENT.split())
"""Names of whose person the other language has none under their identifier (`question`), or that are nobody's: every
question of the odd half was read by eye, with the names that it could be answered by, whatever the answer was."""


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


def question(person: str, name: str, language: str) -> str:
    """Return what stands for a name and the language in which its person is looked for."""
    return hashlib.sha256(f"{language} {person} {name}".encode()).hexdigest()[:6]


@dataclass(frozen=True)
class Answers:
    """How many names were asked and how many of the answers were right; then without those that are `ABSENT`."""

    asked: int
    right: int
    there: int
    right_of_these: int


def answers(ours: dict[str, list[str]], theirs: dict[str, list[str]], language: str) -> Answers:
    """Ask for every name which is the most alike in another language: right if it is the same identifier's."""
    owners: dict[str, set[str]] = defaultdict(set)
    for person, names in theirs.items():
        for name in names:
            owners[name].add(person)
    told = []
    for person, names in ours.items():
        if person in theirs and odd(person):
            for name in names:
                scores = {other: compare(name, other).score for other in owners}
                best = max(scores.values())
                right = all(person in owners[other] for other, score in scores.items() if score == best)
                told.append((right, question(person, name, language) not in ABSENT))
    there = [right for right, is_there in told if is_there]
    return Answers(len(told), sum(right for right, _ in told), len(there), sum(there))


@dataclass(frozen=True)
class Pairs:
    """What was told of pairs of names."""

    count: int
    precision: float
    recall: float
    by_rule: int
    """Of different people, joined by the rule that asks nobody."""
    in_blocks: float
    """Of the pairs proposed, the share with a key in common."""

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def pairs() -> Pairs:
    """Return what is told of the cases of OpenSanctions about persons."""
    with (DATA / "name-pairs" / "opensanctions_cases.jsonl").open(encoding="utf-8") as lines:
        cases = [case for case in map(json.loads, lines) if case["schema"] == "Person" and odd(case["name2"])]
    said = [(compare(case["name1"], case["name2"]).proposed, case["is_match"]) for case in cases]
    right = sum(told and true for told, true in said)
    proposed = [case for case, (told, _) in zip(cases, said, strict=True) if told]
    joined = [case for case in cases if same_by_rule(*(_once(case[which], which) for which in ("name1", "name2")))]
    return Pairs(
        len(cases),
        right / max(1, len(proposed)),
        right / max(1, sum(true for _, true in said)),
        sum(not case["is_match"] for case in joined),
        sum(bool(blocks(case["name1"]) & blocks(case["name2"])) for case in proposed) / max(1, len(proposed)),
    )


def _once(name: str, document: str) -> Appearance[str]:
    return Appearance(document, name, "named", None, (), document)


def main() -> int:
    """Print all figures; return 1 if one is less than wanted."""
    known = persons()
    status = 0
    print("with rigour's lists" if find_spec("rigour") else "without rigour")
    print("SlavNER 2021, full names of persons, odd half: the most alike is the right person's")
    for (ours, theirs), wanted in WANTED.items():
        told = answers(known[ours], known[theirs], theirs)
        share = told.right_of_these / told.there
        status |= share < wanted
        print(
            f"  {ours} to {theirs}  {told.right / told.asked:.3f} of {told.asked:3}  wanted {wanted:.2f}"
            f"  where the person is there: {share:.3f} of {told.there}"
        )
    found = pairs()
    status |= found.f1 < WANTED_F1 or found.by_rule > 0
    print(f"OpenSanctions, {found.count} pairs of persons, odd half, proposed from {PROPOSE} on")
    print(f"  precision {found.precision:.3f}  recall {found.recall:.3f}  F1 {found.f1:.3f}  wanted {WANTED_F1:.2f}")
    print(f"  different people whom the rule joins: {found.by_rule}  wanted 0")
    print(f"  of what is proposed, found by blocks: {found.in_blocks:.3f}")
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
