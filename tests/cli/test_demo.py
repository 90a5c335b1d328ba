import pytest

from firsthand import example
from tests.cli.command import Shell


@pytest.fixture
def shell(tmp_path):
    return Shell(tmp_path)


def test_the_example_archive_is_made_once_and_opened_again(shell):
    first = shell("demo", "--no-serve")
    assert first.returncode == 0
    assert first.stderr.decode() == "firsthand: example-archive: made, with the example case in it\n"
    again = shell("demo", "--no-serve")
    assert (again.returncode, again.stderr) == (0, b"")
    assert again.stdout == first.stdout
    said = first.stdout.decode()
    assert [f"d{number} · {page}" in said for number, page in enumerate(example.PAGES, 1)] == [True] * 4
    # how many differs by one between families of processors, on which eight-bit products are rounded differently
    statements = len(shell.records("statements", "--archive", "example-archive"))
    assert f"14 captures, 13 pages, {statements} statements" in said
    assert statements in (82, 83)
    assert "firsthand verify --archive example-archive" in said
    assert shell.made("verify", "--archive", "example-archive")


def test_programs_get_the_pages_of_the_example_case(shell):
    assert [each["input"] for each in shell.records("demo", "--archive", "here")] == list(example.PAGES)


def test_a_repository_does_not_see_the_example_archive(shell):
    shell.made("demo", "--no-serve")
    assert (shell.folder / "example-archive" / ".gitignore").read_text(encoding="utf-8").endswith("\n*\n")


def test_the_example_is_never_added_to_an_archive_with_something_else(shell):
    (shell.folder / "a.txt").write_text("“We are leaving,” said Ana Rey.", encoding="utf-8")
    shell.made("init", "archive")
    shell.made("add", "a.txt")
    done = shell("demo", "--no-serve", "--archive", "archive")
    assert done.returncode == 1
    assert "holds something else than the example" in done.stderr.decode()
    assert shell("demo", "--no-serve", FIRSTHAND_ARCHIVE="archive").returncode == 0
    assert (shell.folder / "example-archive").is_dir()
