"""Score: how one reading of a document agrees with its gold, in counts that add up over documents.

exact     contents identical after trimming (`spans.trimmed`)
token     word tokens inside any content
matched   contents paired one to one at token IoU ≥ 0.5 (`matching.match`)
source    of matched pairs whose gold has a source: source IoU ≥ 0.5 (`source_any`: one shared token is enough); of
          those whose gold has none: none predicted (`source_none`)
e2e       end to end: matched, and the sources match too, or both are empty
spans     source and cue spans alone, exact after trimming, whatever content they belong to
alpha     Krippendorff's alpha over tokens labelled source, cue, content or none; over words, and over all tokens

The rows of the three types count precision over the predictions of that type and recall over the gold of that type,
both derived from the text by `quotation_type`; a match may cross types. The roles are those of PolNeAR (Newell,
Margolin and Ruths, LREC 2018).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Protocol

from firsthand.scoring.alpha import Label, krippendorff, token_labels
from firsthand.scoring.matching import IOU, match
from firsthand.scoring.quotation import quotation_type, quoted_regions
from firsthand.scoring.spans import trimmed
from firsthand.scoring.tally import NO_SHARE, NO_TALLY, Share, Tally
from firsthand.scoring.tokens import TOKEN, Tokens, iou

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from firsthand.text import Fragments

ROWS = ("all", "direct", "mixed", "indirect")


class Attribution(Protocol):
    """Who said what, as spans: a statement of a reading or of the gold."""

    @property
    def source(self) -> Fragments:
        """The words naming who speaks."""
        ...

    @property
    def cue(self) -> Fragments:
        """The words of reporting."""
        ...

    @property
    def content(self) -> Fragments:
        """The words said."""
        ...


@dataclass(frozen=True, slots=True)
class Row:
    """What is counted for all statements, or for those of one type. Rows of types add up to a pooled row."""

    exact: Tally = NO_TALLY
    token: Tally = NO_TALLY
    matched: Tally = NO_TALLY
    e2e: Tally = NO_TALLY
    source: Share = NO_SHARE
    source_any: Share = NO_SHARE
    source_none: Share = NO_SHARE

    def __add__(self, other: Row) -> Row:
        return Row(
            self.exact + other.exact,
            self.token + other.token,
            self.matched + other.matched,
            self.e2e + other.e2e,
            self.source + other.source,
            self.source_any + other.source_any,
            self.source_none + other.source_none,
        )


@dataclass(frozen=True, slots=True)
class Score:
    """Everything counted in one document, or in many: scores add up."""

    rows: Mapping[str, Row] = field(default_factory=lambda: dict.fromkeys(ROWS, Row()))
    source_spans: Tally = NO_TALLY
    cue_spans: Tally = NO_TALLY
    labels: Mapping[tuple[Label, Label], int] = field(default_factory=Counter)
    """How many words gold and prediction labelled so."""
    labels_all: Mapping[tuple[Label, Label], int] = field(default_factory=Counter)
    """The same with punctuation."""

    def __add__(self, other: Score) -> Score:
        return Score(
            {name: self.rows[name] + other.rows[name] for name in ROWS},
            self.source_spans + other.source_spans,
            self.cue_spans + other.cue_spans,
            Counter(self.labels) + Counter(other.labels),
            Counter(self.labels_all) + Counter(other.labels_all),
        )

    @property
    def quoted(self) -> Row:
        """Direct and mixed together."""
        return self.rows["direct"] + self.rows["mixed"]

    @property
    def alpha(self) -> float:
        """Agreement on the roles of words."""
        return krippendorff(self.labels)

    @property
    def alpha_all(self) -> float:
        """Agreement on the roles of words and punctuation: nearer to how PolNeAR's annotators were compared."""
        return krippendorff(self.labels_all)


def score_document(
    text: str,
    gold: Iterable[Attribution],
    predicted: Iterable[Attribution],
    *,
    discard: Fragments = (),
    borderline: Fragments = (),
) -> Score:
    """Score one document.

    Args:
        text: What all spans point into.
        gold: What people marked.
        predicted: What a reader found.
        discard: Passages set aside as not part of the article: their tokens are not scored, and attributions with more
            than half their content there are dropped.
        borderline: Passages that one annotator would mark and another not: predictions with more than half their
            content there are dropped unless they match a gold one. Leave it empty for the plain definition.

    Raises:
        SpanError: A span leaves the text.
    """
    words = Tokens(text, skip=discard)
    golden, found = _kept(text, gold, words, discard), _kept(text, predicted, words, discard)
    gold_words = [words.of(a.content) for a in golden]
    found_words = [words.of(a.content) for a in found]
    pairs = match(gold_words, found_words)
    if borderline:
        aside, matched = words.of(borderline), {p for _, p in pairs}
        kept = [p for p, ws in enumerate(found_words) if p in matched or 2 * len(ws & aside) <= len(ws)]
        found, found_words = [found[p] for p in kept], [found_words[p] for p in kept]
        pairs = match(gold_words, found_words)

    sources = [(words.of(golden[g].source), words.of(found[p].source)) for g, p in pairs]
    same = [iou(a, b) >= IOU for a, b in sources]
    exact = _exact_pairs(text, golden, found)
    right = [pair for pair, good in zip(pairs, same, strict=True) if good]
    regions = quoted_regions(text)
    gold_types = [quotation_type(text, a.content, regions) for a in golden]
    found_types = [quotation_type(text, a.content, regions) for a in found]
    in_gold, in_found = _union(gold_words), _union(found_words)

    rows: dict[str, Row] = {}
    for name in ROWS:
        gs = {g for g, t in enumerate(gold_types) if name in ("all", t)}
        ps = {p for p, t in enumerate(found_types) if name in ("all", t)}
        row_gold, row_found = _union(gold_words[g] for g in gs), _union(found_words[p] for p in ps)
        judged = [(*both, good) for (g, _), both, good in zip(pairs, sources, same, strict=True) if g in gs]
        rows[name] = Row(
            exact=_tally(exact, ps, gs),
            token=Tally(len(row_found & in_gold), len(row_found), len(row_gold & in_found), len(row_gold)),
            matched=_tally(pairs, ps, gs),
            e2e=_tally(right, ps, gs),
            source=_share(good for a, _, good in judged if a),
            source_any=_share(bool(a & b) for a, b, _ in judged if a),
            source_none=_share(not b for a, b, _ in judged if not a),
        )
    every = Tokens(text, TOKEN, discard)
    return Score(
        rows,
        _span_tally(text, golden, found, lambda a: a.source),
        _span_tally(text, golden, found, lambda a: a.cue),
        Counter(zip(token_labels(words, golden), token_labels(words, found), strict=True)),
        Counter(zip(token_labels(every, golden), token_labels(every, found), strict=True)),
    )


def split_fragments(text: str, attributions: Iterable[Attribution]) -> list[Attribution]:
    """Make every fragment of a content an attribution of its own, with the same source and cue.

    That view does not ask a reader to see that the halves of a broken quotation are one statement.
    """
    return [
        SimpleNamespace(source=a.source, cue=a.cue, content=(fragment,))
        for a in attributions
        for fragment in trimmed(text, a.content)
    ]


def _kept(text: str, attributions: Iterable[Attribution], words: Tokens, discard: Fragments) -> list[Attribution]:
    attributions = list(attributions)
    for a in attributions:
        for span in (*a.source, *a.cue, *a.content):
            span.of(text)  # raises where it leaves the text
    if discard:
        plain = Tokens(text)
        attributions = [a for a in attributions if 2 * len(words.of(a.content)) >= len(plain.of(a.content))]
    return [a for a in attributions if words.of(a.content)]


def _exact_pairs(text: str, gold: Sequence[Attribution], found: Sequence[Attribution]) -> list[tuple[int, int]]:
    waiting: defaultdict[Fragments, list[int]] = defaultdict(list)
    for g, a in enumerate(gold):
        waiting[trimmed(text, a.content)].append(g)
    return [(waiting[key].pop(0), p) for p, a in enumerate(found) if (key := trimmed(text, a.content)) and waiting[key]]


def _span_tally(
    text: str, gold: Iterable[Attribution], found: Iterable[Attribution], role: Callable[[Attribution], Fragments]
) -> Tally:
    a = Counter(span for one in gold for span in trimmed(text, role(one)))
    b = Counter(span for one in found for span in trimmed(text, role(one)))
    return Tally.of((a & b).total(), b.total(), a.total())


def _union(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*sets)


def _tally(pairs: Iterable[tuple[int, int]], found: Collection[int], gold: Collection[int]) -> Tally:
    pairs = list(pairs)
    return Tally(sum(p in found for _, p in pairs), len(found), sum(g in gold for g, _ in pairs), len(gold))


def _share(judgements: Iterable[bool]) -> Share:
    all_of_them = list(judgements)
    return Share(sum(all_of_them), len(all_of_them))
