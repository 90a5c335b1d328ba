import json

import pytest

from firsthand.reading.readers import best_reader
from tests.archive.press import PAGES, write
from tests.cli.command import Shell


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    shell = Shell(tmp_path_factory.mktemp("statements"))
    shell.made("init", "archive")
    for name in PAGES:  # the later version of a page after the earlier one
        shell.made("add", *write(shell.folder / "pages", name))
    return shell


def test_statements_are_printed_for_people(shell):
    assert shell.made("statements", "--by", "рябов").split("\n") == [
        "Вестник Реки · 2023-03-06 11:20 +02:00 · ru · supplied",
        "Рассказ пленного",
        f"https://vestnik.example/pavel-ryabov · {shell.records('statements', '--by', 'рябов')[0]['document'][:8]}",
        "",
        f"  {shell.records('statements', '--by', 'рябов')[0]['id'][:8]}  «Солдаты забрали телефоны»",
        "            Павел Рябов",
        "            prisoner, or a relative of one",
        f"            made in captivity · suggested by {best_reader().name} · undecided",
        "",
        "1 statement in 1 document",
        "",
    ]


@pytest.mark.parametrize("width", ["40", "80"])
def test_no_line_is_wider_than_the_terminal(shell, width):
    shown = shell("statements", COLUMNS=width).stdout.decode()
    assert max(map(len, shown.splitlines())) <= int(width)
    assert shown.endswith("6 statements in 4 documents\n")


def test_statements_are_printed_for_programs(shell):
    found = shell.records("statements", "--outlet", "dayline", "--since", "2023", "--lang", "EN")
    assert [each["words"] for each in found] == [
        "“The dam will hold until spring,”",
        "“Nobody asked the crews about the phones,”",
    ]
    assert list(found[0]) == [
        "id", "type", "act", "words", "speaker", "circumstances", "document", "url", "outlet", "lang", "published",
        "obtained", "echo", "status", "reader", "decided_by", "visibility",
    ]  # fmt: skip
    assert list(found[0]["speaker"]) == ["name", "kind", "person", "circumstances"]


@pytest.mark.parametrize(
    ("arguments", "count", "err"),
    [
        pytest.param(["солдат", "телефоны"], 1, "", id="all words, in any form"),
        pytest.param(["--limit", "2"], 2, "there are more than these 2", id="fewer than there are"),
        pytest.param(["--limit", "6"], 6, "", id="as many as there are"),
        pytest.param(["nothing", "of", "this"], 0, "nothing that was asked for is here", id="nothing found"),
    ],
)
def test_how_many_there_are_is_said_beside_the_results(shell, arguments, count, err):
    done = shell("statements", *arguments, "--json")
    assert (done.returncode, done.stdout.count(b"\n")) == (0, count)
    assert done.stderr.decode() == (f"firsthand: {err}\n" if err else "")
    assert all(json.loads(line)["id"] for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("arguments", "status", "err"),
    [
        pytest.param(["--since", "spring"], 2, "“spring” is no date; write 2022, 2022-03", id="no date"),
        pytest.param(["--limit", "0"], 2, "0 is not in the range x>=1", id="no limit"),
        pytest.param(["--case", "sea"], 1, "no case “sea” here; 'firsthand case list' shows them", id="no case"),
        pytest.param(["--archive", "gone"], 1, "gone: no archive is there", id="no archive"),
    ],
)
def test_wrong_usage_is_told(shell, arguments, status, err):
    done = shell("statements", *arguments)
    assert (done.returncode, done.stdout) == (status, b"")
    assert err in done.stderr.decode()


def test_the_archive_may_be_named_by_the_environment(shell):
    done = shell("statements", "--limit", "1", FIRSTHAND_ARCHIVE="nowhere")
    assert "nowhere: no archive is there" in done.stderr.decode()
