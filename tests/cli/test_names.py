import json

import pytest

from tests.cli.command import Shell


@pytest.fixture
def shell(tmp_path):
    return Shell(tmp_path)


def test_two_names_are_compared_and_explained(shell):
    said = shell.made("names", "Антон Беляев", "Anton Belyaev")
    assert "worth a look" in said
    assert "“Беляев”" in said


def test_pairs_are_answered_in_order(shell):
    done = shell("names", "--json", "-", given="Anna Belova\tAnna Sokolova\nAnton Belyaev\tАнтон Беляев\n".encode())
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["a"], first["b"]) == ("Anna Belova", "Anna Sokolova")
    assert first["score"] < 0.8 <= second["score"]
    assert second["reasons"]


def test_a_line_without_a_tab_is_told(shell):
    done = shell("names", "-", given=b"a\tb\nno tab\n")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"line 2" in done.stderr
