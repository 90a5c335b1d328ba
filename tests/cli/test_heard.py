"""What a recording says is printed with the time at which it is heard."""

import json

import pytest

from tests.cli.command import CASE, Shell

TRANSCRIPT = json.loads((CASE / "expected.json").read_text(encoding="utf-8"))["transcript"]["utterances"]
PHONES = "Сначала у нас забрали телефоны, а потом уже раздали автоматы."
TIME = "heard 00:00:42.000–00:00:46.500"


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    shell = Shell(tmp_path_factory.mktemp("heard"))
    shell.made("init", "archive")
    shell.made("add", CASE / "severnaya-liniya")
    return shell


def test_statements_say_when_they_are_heard(shell):
    assert TIME in shell.made("statements", "“забрали телефоны”")
    (said,) = shell.records("statements", "“забрали телефоны”")
    assert (said["seconds"], said["words"], said["reader"]) == ([42, 46.5], PHONES, "transcript 1")
    heard = [each for each in shell.records("statements", "--lang", "ru") if "seconds" in each]
    assert [(each["seconds"], each["words"], each["speaker"]["name"]) for each in heard] == [
        (each["seconds"], each["words"], each["speaker"]["name"]) for each in TRANSCRIPT
    ]


def test_a_statement_is_shown_with_when_it_is_heard(shell):
    (said,) = shell.records("statements", "“забрали телефоны”")
    assert TIME in shell.made("show", said["id"])
    assert [each["seconds"] for each in shell.records("show", said["id"])] == [[42, 46.5]]
    assert TIME in shell.made("show", said["document"])


def test_a_transcript_that_is_kept_nowhere_is_printed_with_its_times(shell):
    path = CASE / "severnaya-liniya" / "interview-0306.ru.srt"
    assert TIME in shell.made("read", path)
    (record,) = shell.records("read", path)
    assert [each["seconds"] for each in record["attributions"]] == [each["seconds"] for each in TRANSCRIPT]


@pytest.mark.parametrize("width", ["40", "80"])
def test_no_line_is_wider_than_the_terminal(shell, width):
    lines = shell("statements", COLUMNS=width).stdout.decode().splitlines()
    assert max(map(len, lines)) <= int(width)
