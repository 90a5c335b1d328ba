import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.cli.terminal import Screen, clean, columns, screen, wrap


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "colour"),
    [
        pytest.param(Terminal(), {}, True, id="terminal"),
        pytest.param(io.StringIO(), {}, False, id="pipe"),
        pytest.param(Terminal(), {"NO_COLOR": "1"}, False, id="asked for none"),
        pytest.param(Terminal(), {"NO_COLOR": ""}, True, id="an empty NO_COLOR asks for nothing"),
        pytest.param(Terminal(), {"TERM": "dumb"}, False, id="dumb"),
    ],
)
def test_colour_is_for_terminals_that_want_it(monkeypatch, stream, environment, colour):
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert screen(stream).colour is colour


@pytest.mark.parametrize(("given_columns", "width"), [("20", 40), ("72", 72), ("300", 100), ("", 80)])
def test_lines_stay_readable_on_any_screen(monkeypatch, given_columns, width):
    monkeypatch.setenv("COLUMNS", given_columns)
    monkeypatch.setattr("shutil.os.get_terminal_size", lambda _: (_ for _ in ()).throw(OSError))
    assert screen(io.StringIO()).width == width


def test_what_is_not_asked_to_be_painted_stays():
    assert Screen().paint("x", "bold") == "x"
    assert Screen(colour=True).paint("x", "") == "x"
    assert Screen(colour=True).paint("x", "bold") == "\x1b[1mx\x1b[0m"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a\n\tb\u2028c", "a b c", id="spaces and ends of lines"),
        pytest.param("\x1b[31mred", "␛[31mred", id="escape"),
        pytest.param("\x9b31m", "‹U+009B›31m", id="one-byte escape"),
        pytest.param("user\u202egpj.exe", "user‹U+202E›gpj.exe", id="reordering"),
        pytest.param("so\u00adft\u200b", "soft", id="invisible"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="joiners are spelling"),
        pytest.param("\udcff", "‹U+DCFF›", id="no character"),
    ],
)
def test_words_are_shown_without_commands(text, shown):
    assert clean(text) == shown


@given(st.text(), st.integers(2, 100))
def test_wrapping_keeps_every_letter_and_the_width(text, width):
    lines = list(wrap(clean(text), width))
    assert "".join("".join(lines).split(" ")) == clean(text).replace(" ", "")
    assert all(columns(line) <= width for line in lines)
    assert all(lines)
