import pytest

from tests.archive.press import PAGES, write
from tests.cli.command import Shell


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    shell = Shell(tmp_path_factory.mktemp("people"))
    shell.made("init", "archive")
    shell.made("add", *write(shell.folder / "pages", *PAGES))
    return shell


def test_people_are_printed_for_people(shell):
    (person,) = shell.records("people", "рябов")
    assert shell.made("people", "рябов") == (
        f"  {person['id'][:8]}  Павел Рябов\n"
        "            prisoner, or a relative of one\n"
        "            1 statement · undecided\n"
        "\n"
        "1 person\n"
    )


def test_people_are_printed_for_programs(shell):
    found = shell.records("people")
    assert [person["name"] for person in found] == sorted(person["name"] for person in found)
    assert list(found[0]) == ["id", "name", "names", "statements", "circumstances", "visibility"]


def test_joined_people_are_one_with_two_names(shell):
    one, other = shell.records("people", "рябов"), shell.records("people", "ferrandel")
    shell.made("judge", one[0]["id"], other[0]["id"], "same", "--reason", "one voice")
    assert "also Павел Рябов" in shell.made("people", "ferrandel")
    shown = shell.made("show", one[0]["id"])
    assert "judged the same" in shown
    assert "by marta" in shown
    assert "“one voice”" in shown
    shell.made("undo", one[0]["id"], "--reason", "two")


def test_nobody_is_told(shell):
    done = shell("people", "nobody")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"firsthand: nobody who was asked for is here\n")


def test_nothing_lists_people_by_their_circumstances(shell):
    assert "captiv" not in shell.made("people", "--help")
