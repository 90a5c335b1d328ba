"""What stands between marks, in the conventions of four languages and with the mistakes of real pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.grammar.quotations import find_quotations


def found(text, **options):
    return [text[q.start : q.end] for q in find_quotations(text, **options)]


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        pytest.param("“No,” she said, “never.”", ["“No,”", "“never.”"], id="broken by the cue"),
        pytest.param('"No," she said, "never."', ['"No,"', '"never."'], id="straight marks"),
        pytest.param("«No», dijo ella, «nunca».", ["«No»", "«nunca»"], id="guillemets"),
        pytest.param("„Ні“, — сказала вона.", ["„Ні“"], id="low and high marks"),
        pytest.param("„Ні”, — сказала вона.", ["„Ні”"], id="low mark, high closing mark"),
        pytest.param("``No,'' she said.", ["``No,''"], id="marks of typewriters"),
        pytest.param("‘‘No,’’ she said.", ["‘‘No,’’"], id="two single marks for a double one"),
        pytest.param("‘No,’ she said, ‘never.’", ["‘No,’", "‘never.’"], id="single marks"),
        pytest.param("'No,' she said, 'never.'", ["'No,'", "'never.'"], id="straight single marks"),
        pytest.param("She said: “No.” “Never.”", ["“No.”", "“Never.”"], id="one after the other"),
        pytest.param("“He said ‘no’ to me,” she said.", ["“He said ‘no’ to me,”"], id="single in double"),
        pytest.param("«Он сказал „нет“ нам», — говорит она.", ["«Он сказал „нет“ нам»"], id="low marks in guillemets"),
        pytest.param(
            "«Он вышел из «Зари» сам», — говорит она.", ["«Он вышел из «Зари» сам»"], id="the same marks inside"
        ),
        pytest.param("“Lo llamó «trampa» ayer”, dijo.", ["“Lo llamó «trampa» ayer”"], id="guillemets in double marks"),
        pytest.param("No marks, nothing quoted.", [], id="none"),
        pytest.param("", [], id="no text"),
    ],
)
def test_quotations_are_found_with_their_marks(text, quotations):
    assert found(text) == quotations


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        pytest.param("“No, never“, she said.", ["“No, never“"], id="an opening mark closes"),
        pytest.param("”No, never”, she said.", ["”No, never”"], id="a closing mark opens"),
        pytest.param('“No, never", she said.', ['“No, never"'], id="a straight mark closes"),
        pytest.param("«No, nunca”, dijo.", ["«No, nunca”"], id="a mark of another language closes"),
        pytest.param("«No, nunca«, dijo.", ["«No, nunca«"], id="a guillemet that points the wrong way"),
        pytest.param("««Нет», — сказала она.", ["««Нет»"], id="the opening mark doubled"),
        pytest.param("«Он вышел из «Зари», — говорит она.", ["«Он вышел из «Зари»"], id="one closing mark for two"),
        pytest.param("the place “the sands”has been closed", ["“the sands”"], id="a word glued to the closing mark"),
        pytest.param("the place“the sands” was closed", ["“the sands”"], id="a word glued to the opening mark"),
        pytest.param("“No, never ” she said.", ["“No, never ”"], id="a space before the closing mark"),
        pytest.param("“ No, never” she said.", ["“ No, never”"], id="a space after the opening mark"),
        pytest.param("“No, never, she said.\nIt rained.", ["“No, never, she said."], id="never closed: the line"),
        pytest.param("‘Name‘ was its name.", ["‘Name‘"], id="a single mark closes with its opening form"),
    ],
)
def test_mistakes_in_marks_are_read_as_they_were_meant(text, quotations):
    assert found(text) == quotations


def test_a_quotation_that_nothing_opened_begins_with_its_line():
    [quotation] = find_quotations("It rained.\nNo, never,” she said.")
    assert not quotation.opened
    assert (quotation.start, quotation.end) == (11, 22)


def test_a_quotation_that_nothing_closes_ends_with_its_line():
    [quotation] = find_quotations("She said: “No, never\nIt rained.")
    assert not quotation.closed
    assert (quotation.start, quotation.end) == (10, 20)


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        pytest.param("She said: “No.\nNever.” It rained.", ["“No.\nNever.”"], id="two lines"),
        pytest.param("She said: “No.\n\nNever.\n\nNot ever.” It rained.", ["“No.\n\nNever.\n\nNot ever.”"], id="three"),
        pytest.param("«Нет.\nНикогда», — сказала она.", ["«Нет.\nНикогда»"], id="guillemets"),
        pytest.param("“No.\n“Never.” It rained.", ["“No.", "“Never.”"], id="marks set again at each paragraph"),
        pytest.param('"No.\n"Never." It rained.', ['"No.', '"Never."'], id="straight marks set again"),
        pytest.param(
            "“No.\nIt rained.\n“Never,” said Ruiz.", ["“No.", "“Never,”"], id="the next one opens: not the same"
        ),
    ],
)
def test_a_quotation_runs_over_lines_up_to_its_mark(text, quotations):
    assert found(text) == quotations


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It’s the ministers’ plan, isn’t it?", id="apostrophes"),
        pytest.param("It's the ministers' plan, isn't it?", id="straight apostrophes"),
        pytest.param("Rock ’n’ roll in the ’90s", id="elisions"),
        pytest.param("Rock 'n' roll in the '90s", id="straight elisions"),
        pytest.param("Give 'em what they want, boys' games", id="’em"),
        pytest.param("об’їзд через Кам’янку та Слов’яни", id="Ukrainian apostrophes"),
        pytest.param("The table is 6' long and 3' wide.", id="feet"),
        pytest.param('""', id="marks around nothing"),
        pytest.param("“ ”", id="marks around a space"),
    ],
)
def test_what_only_looks_like_a_mark_quotes_nothing(text):
    assert found(text) == []


def test_single_marks_quote_only_where_the_language_uses_them():
    assert found("‘No,’ she said.", single_marks=False) == []


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        pytest.param("—No pasen.", ["No pasen."], id="raya"),
        pytest.param("—No pasen —dijo Ruiz.", ["No pasen"], id="raya, narrator last"),
        pytest.param("—No —dijo Ruiz—. Nunca.", ["No", "Nunca."], id="raya, narrator inside"),
        pytest.param("—¿Pasamos? —preguntó él.", ["¿Pasamos?"], id="raya, question"),
        pytest.param("— Нет.", ["Нет."], id="тире"),
        pytest.param("— Нет, — сказала Ружина.", ["Нет"], id="тире, narrator last"),
        pytest.param("— Нет, — сказала Ружина. — Никогда.", ["Нет", "Никогда."], id="тире, narrator inside"),
        pytest.param("– Ні! – вигукнула Рута.", ["Ні!"], id="short dash and a cry"),
        pytest.param("- Нет, - сказала Ружина. - Никогда.", ["Нет", "Никогда."], id="hyphens for dashes"),
        pytest.param("Мост — это дорога.", [], id="not: a dash inside a line"),
        pytest.param("— — —", [], id="not: a line of dashes"),
    ],
)
def test_a_line_that_begins_with_a_dash_is_speech_without_its_narrator(text, speech):
    assert found(text, dashes=True) == speech


def test_a_dash_begins_speech_only_where_the_language_uses_it():
    assert found("— Not here.") == []


@given(st.text(st.sampled_from("ab .,!?'\"“”„«»‘’`—-\nШ")), st.booleans(), st.booleans())
def test_quotations_are_in_order_do_not_overlap_and_hold_more_than_marks(text, single_marks, dashes):
    end = 0
    for quotation in find_quotations(text, single_marks=single_marks, dashes=dashes):
        assert end <= quotation.start < quotation.end <= len(text)
        assert text[quotation.start : quotation.end].strip("'\"“”„«»‘’` \n")
        end = quotation.end
