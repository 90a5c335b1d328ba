import json

import pytest

from firsthand.scoring import GoldError, read_gold
from firsthand.text import Span

GOOD = {"id": "a", "text": "No, she said.", "attributions": [{"content": [[0, 2]], "speaker": None, "kind": "unnamed"}]}


def test_gold_is_read_in_order_and_what_is_not_marked_is_none(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOOD) + "\n\n" + json.dumps(GOOD | {"id": "b", "lang": "uk", "credits": []}))
    first, second = read_gold(path, language="en")
    assert (first.language, first.furniture, first.credits, first.speakers) == ("en", None, None, True)
    assert (second.language, second.credits) == ("uk", ())
    assert first.statements[0].content == (Span(0, 2),)
    assert first.statements[0].speaker.kind == "unnamed"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("{", id="not JSON"),
        pytest.param(json.dumps({"id": "b"}), id="no text"),
        pytest.param(json.dumps(GOOD | {"id": "b", "furniture": [[3, 99]]}), id="a span outside the text"),
        pytest.param(json.dumps(GOOD), id="an id twice"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line):
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOOD) + "\n" + line)
    with pytest.raises(GoldError, match="line 2"):
        list(read_gold(path, language="en"))
