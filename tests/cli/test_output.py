import json

from hypothesis import given
from hypothesis import strategies as st

from firsthand.cli.output import json_line

WORDS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('\n\r\x1b\x7f\x85\x9b\u2028\u2029\u202e"\\'))


@given(st.dictionaries(WORDS, st.none() | WORDS | st.lists(WORDS, max_size=3), max_size=4))
def test_a_record_is_one_line_that_comes_back_equal(record):
    line = json_line(record)
    assert json.loads(line) == record
    assert line.splitlines() == [line]
    assert not any(character in line for character in "\x1b\x7f\x85\x9b\u202e")


def test_what_is_no_text_can_still_be_printed():
    assert json_line({"input": "\udcff"}).encode("utf-8") == b'{"input": "\\udcff"}'


def test_letters_stay_letters():
    assert json_line({"name": "Київ"}) == '{"name": "Київ"}'
