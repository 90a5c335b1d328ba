"""Our figures are those of the reference scorer, to the last digit, where it lies beside the project."""

import importlib.util
import json
import random
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.scoring import ROWS, Score, quotation_type, quoted_regions, score_document, split_fragments
from firsthand.text import Span

SHARED = Path(__file__).parents[2].parent / "shared"
REFERENCE = SHARED / "bench" / "score_reading.py"
DATA = SHARED / "data"

pytestmark = pytest.mark.skipif(not REFERENCE.exists(), reason=f"no reference scorer at {REFERENCE}")

MARKS = st.text(alphabet=" \n\u2028ab7.,—([…$_'’‘`\"“”„«»", max_size=60)


@cache
def reference():
    spec = importlib.util.spec_from_file_location("score_reading", REFERENCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fragments(pairs):
    return tuple(Span(start, end) for start, end in pairs or ())


def attribution(raw):
    return SimpleNamespace(**{role: fragments(raw.get(role)) for role in ("source", "cue", "content")})


def ours(gold, predictions, *, split):
    total = Score()
    for one in gold.values():
        text = one["text"]
        pair = [
            [attribution(raw) for raw in side["attributions"]]
            for side in (one, predictions.get(one["id"], {"attributions": []}))
        ]
        if split:
            pair = [split_fragments(text, side) for side in pair]
        total += score_document(text, *pair, discard=fragments(one.get("discard")))

    def figures(tally):
        return tally.precision, tally.recall, tally.f1

    result = {
        name: {
            "gold": row.matched.gold,
            "pred": row.matched.predicted,
            "exact": figures(row.exact),
            "matched": figures(row.matched),
            "e2e": figures(row.e2e),
            "token": figures(row.token),
            "src_acc": row.source.value,
            "src_any": row.source_any.value,
            "src_n": row.source.of,
            "src_none": row.source_none.value,
            "none_n": row.source_none.of,
        }
        for name, row in total.rows.items()
    }
    assert tuple(result) == ROWS
    return result | {
        "source_spans": figures(total.source_spans),
        "cue_spans": figures(total.cue_spans),
        "alpha": total.alpha,
        "alpha_all": total.alpha_all,
    }


def perturbed(text, attributions, random):
    """Make predictions as a reader errs: some lost, moved, cut, merged, doubled, with another's source, invented."""
    out = []
    for raw in attributions:
        one = {role: [list(f) for f in raw.get(role) or []] for role in ("source", "cue", "content")}
        fate = random.random()
        if fate < 0.15:
            continue
        if fate < 0.3:
            one["source"] = random.choice(attributions)["source"]
        elif fate < 0.35:
            one["source"] = []
        elif fate < 0.5:
            one["content"] = one["content"][: random.randint(1, 2)]
        elif fate < 0.9:
            for fragment in one[random.choice(["content", "source", "cue"])]:
                width = fragment[1] - fragment[0]
                fragment[0] = max(0, fragment[0] + random.randint(-10, width // 2))
                fragment[1] = min(len(text), max(fragment[0] + 1, fragment[1] + random.randint(-width // 2, 10)))
        out += [one] * random.choice([1, 1, 1, 2])
    for _ in range(random.randint(0, 3)):
        start = random.randrange(len(text) - 1)
        out.append({"content": [[start, min(len(text), start + random.randint(1, 90))]]})
    return out


@pytest.mark.parametrize("split", [False, True], ids=["whole", "split fragments"])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("corpus", ["quotes-slavic/dev.jsonl", "quotes-parallel/dev.jsonl", "polnear/dev.jsonl.gz"])
def test_figures_equal_the_reference_on_perturbed_gold(corpus, seed, split):
    if not (DATA / corpus).exists():
        pytest.skip(f"no corpus at {DATA / corpus}")
    chance = random.Random(seed)  # noqa: S311
    documents = reference().read_jsonl(DATA / corpus)
    gold = {key: documents[key] for key in chance.sample(sorted(documents), 12)}
    if "discard" not in next(iter(gold.values())):  # cut something, so that this path is compared too
        for one in gold.values():
            start = chance.randrange(len(one["text"]))
            one["discard"] = [[start, min(len(one["text"]), start + 300)]]
    predictions = {
        key: {"attributions": perturbed(one["text"], one["attributions"], chance)}
        for key, one in gold.items()
        if chance.random() < 0.95
    }
    assert ours(gold, predictions, split=split) == reference().score(gold, predictions, split=split)


@given(MARKS)
def test_quoted_regions_equal_the_reference(text):
    assert [(r.start, r.end) for r in quoted_regions(text)] == reference().quoted_regions(text)


@given(MARKS, st.data())
def test_figures_equal_the_reference_on_any_text(text, data):
    if not text:
        return
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30)).map(lambda s: [s[0], min(len(text), sum(s))])
    roles = st.fixed_dictionaries({role: st.lists(spans, max_size=2) for role in ("source", "cue", "content")})
    gold, predicted = (data.draw(st.lists(roles, max_size=4)) for _ in range(2))
    document = {"d": {"id": "d", "text": text, "attributions": gold, "discard": data.draw(st.lists(spans, max_size=1))}}
    predictions = {"d": json.loads(json.dumps({"attributions": predicted}))}
    assert ours(document, predictions, split=False) == reference().score(document, predictions)
    for raw in gold:
        assert quotation_type(text, fragments(raw["content"])) == reference().quotation_type(
            text, [tuple(f) for f in raw["content"]]
        )
