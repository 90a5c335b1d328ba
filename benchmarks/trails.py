"""Trails: how often the way of a statement is found, in made-up relays of which all is known (`benchmarks/relays.py`).

`python -m benchmarks.trails [--cases N]`. Pages are built with the statements and the credits that they were made with:
no reader is measured here. Their echoes, copies and translations are found as linking finds them; what is asked for is
followed through all pages that tell it. Results are those of documents whose id's SHA-256 is odd; on even ones, shown
before, linking was tuned. Exits 1 if something wanted is not reached.

An edge is right if the words went from the one page to the other, through other hands or not, and wrong if they did
not. Found is one that joins a page to the very hand from which it has the words. Where credits are dropped, nothing on
a page may tell that hand from one farther back: pages that are joined to any hand through which they have the words are
shown beside, as joined. Hands are counted as minima: too many are more than the words went through.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from functools import cache
from itertools import combinations
from time import process_time
from typing import TYPE_CHECKING, Final

from benchmarks.corpora import DATA
from benchmarks.relays import relays, stories
from firsthand.linking.copies import copied, translated
from firsthand.linking.echoes import echo, standing
from firsthand.linking.telling import telling_of
from firsthand.linking.trail import Likeness, trail
from firsthand.trunk.encoder import encoder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from benchmarks.relays import Relay
    from firsthand.linking.page import Page
    from firsthand.linking.trail import Trail
    from firsthand.trunk.encoder import Encoded

CASES: Final = 1_000
_LEAST: Final[Mapping[str, tuple[str, float, float]]] = {
    "first hand right": ("cases", 0.95, 0.85),
    "proved right": ("cases", 0.90, 0.90),
    "edges found": ("true edges", 0.90, 0.90),
}
"""Of what each is a share, and what is wanted at least, with credits kept and with credits dropped."""
_MOST: Final[Mapping[str, tuple[str, float, float]]] = {
    "proved too many": ("cases", 0.0, 0.0),
    "wrong edges": ("edges", 0.02, 0.02),
    "hands too many": ("hands counted", 0.02, 0.02),
}
"""The same, at most."""


class _Remembering:
    """An encoder that reads each sentence once."""

    def __init__(self) -> None:
        self._encoder = encoder()
        self._known: dict[tuple[str, str | None], Encoded] = {}

    def encoded(self, text: str, language: str | None) -> Encoded:
        """Return what the encoder makes of a text."""
        if (text, language) not in self._known:
            self._known[text, language] = self._encoder.encoded(text, language)
        return self._known[text, language]


@cache
def _remembering() -> _Remembering:
    return _Remembering()


def likeness(relay: Relay) -> dict[tuple[str, str], Likeness[str]]:
    """Return what the words of pages have in common, as the archive's linker finds it."""
    found: dict[tuple[str, str], Likeness[str]] = {}
    tellings = {told.id: telling_of(told, _remembering()) for page in relay.pages for told in page.statements}
    for a, b in combinations(sorted(relay.pages, key=lambda page: page.id), 2):
        pairs = []
        for one in a.statements:
            for other in b.statements:
                both = sorted((tellings[one.id], tellings[other.id]), key=lambda each: str(each.id))
                if (heard := echo(*both)) is not None:
                    pairs.append((one.id, other.id, heard.score))
        echoes = tuple(standing(pairs))
        share, passages = copied(relay.texts[a.id], relay.texts[b.id])
        order = translated(a, b, echoes)
        if echoes or share or order:
            found[a.id, b.id] = Likeness(echoes, share, order, sum(one.here.end - one.here.start for one in passages))
    return found


def told_alike(asked: str, alike: Iterable[Likeness[str]]) -> frozenset[str]:
    """Return a statement and its echoes, and theirs, as the archive gathers them."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for each in alike:
        for one, other, _ in each.echoes:
            near[one].add(other)
            near[other].add(one)
    found, waiting = {asked}, [asked]
    while waiting:
        fresh = near[waiting.pop()] - found
        found |= fresh
        waiting += fresh
    return frozenset(found)


def follow(relay: Relay, alike: Mapping[tuple[str, str], Likeness[str]]) -> tuple[Trail[str], dict[str, Page[str]]]:
    """Return the trail of the statement that is asked for, and the pages on it."""
    told = told_alike(relay.asked, alike.values())
    pages = {page.id: page for page in relay.pages if any(one.id in told for one in page.statements)}
    return trail(told, list(pages.values()), alike), pages


def count(relay: Relay, found: Trail[str]) -> Counter[str]:
    """Return what is right and wrong of one trail."""
    edges = {(edge.nearer, edge.farther) for edge in found.edges}
    through = {farther: set(relay.before(farther)) for farther in relay.parents}
    hands = {one.page: one.hand for one in found.appearances if one.hand and one.page in {relay.root, *relay.parents}}
    right = found.first_hand == ((relay.root,) if relay.recorded else ()) and found.earliest == relay.root
    return Counter(
        {
            "cases": 1,
            "first hand right": right,
            "proved right": found.origins.proved == relay.proved,
            "proved too many": found.origins.proved > relay.proved,
            "true edges": len(relay.parents),
            "edges found": sum((nearer, farther) in edges for farther, nearer in relay.parents.items()),
            "hands joined": sum(any(n in through[f] for n, to in edges if to == f) for f in relay.parents),
            "hands counted": len(hands),
            "hands too many": sum(number > len(list(relay.before(page))) + 1 for page, number in hands.items()),
            "edges": len(edges),
            "wrong edges": sum(nearer not in through.get(farther, ()) for nearer, farther in edges),
        }
    )


def measured(cases: int, *, even: bool = False) -> dict[bool, Counter[str]]:
    """Return what is right and wrong of all trails: with credits kept, and with credits dropped."""
    total = {True: Counter[str](), False: Counter[str]()}
    for relay in relays(stories(DATA, even=even), cases):
        found, _ = follow(relay, likeness(relay))
        total[relay.credits_kept].update(count(relay, found))
    return total


def shortfalls(total: Mapping[bool, Counter[str]]) -> int:
    """Print shares beside what is wanted of them; return how many do not reach it."""
    short = 0
    for kept, counts in total.items():
        print(f"  credits {'kept' if kept else 'dropped'}: {counts['cases']} relays, {counts['true edges']} edges")
        for wanted, sign in ((_LEAST, ">="), (_MOST, "<=")):
            for name, (of, *bars) in wanted.items():
                share, bar = counts[name] / max(1, counts[of]), bars[not kept]
                reached = share >= bar if wanted is _LEAST else share <= bar
                short += not reached
                print(f"    {name:<18}{share:.3f}   wanted {sign} {bar:.2f}{'' if reached else '   SHORT'}")
        print(f"    {'joined':<18}{counts['hands joined'] / max(1, counts['true edges']):.3f}")
    both = total[True] + total[False]
    found, wrong = both["edges found"] / max(1, both["true edges"]), both["wrong edges"] / max(1, both["edges"])
    print(f"  both: edges found {found:.3f}, wrong edges {wrong:.3f}")
    return short


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=CASES, metavar="N", help=f"relays to be made (default {CASES})")
    arguments = parser.parse_args()
    start = process_time()
    even = measured(max(2, arguments.cases // 4), even=True)
    print("Documents that linking was tuned on, no result")
    shortfalls(even)
    odd = measured(arguments.cases)
    print("Results, on other documents")
    short = shortfalls(odd)
    print(f"{process_time() - start:.0f} s of one core")
    sys.exit(bool(short))


if __name__ == "__main__":
    main()
