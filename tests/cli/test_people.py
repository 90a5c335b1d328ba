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


def test_who_may_be_one_person_is_proposed_and_judged_once(tmp_path):
    shell = Shell(tmp_path)
    shell.made("init", "archive")
    pages = {
        "en.txt": "“We carried the water ourselves,” said Anton Belyaev, a driver from Lugovoye.\n",
        "ru.txt": "«Мы сами носили воду», — рассказал водитель Антон Беляев.\n",
        "uk.txt": "«Дорогу перекрили вранці», — сказав учитель Гліб Соколенко.\n",
    }
    for name, text in pages.items():
        (tmp_path / name).write_text(text, "utf-8")
    shell.made("add", *pages)
    (pair,) = shell.records("people", "--proposed")
    assert list(pair) == ["a", "b", "names", "score", "reasons"]
    assert pair["a"] < pair["b"]
    assert sorted(pair["names"]) == ["Anton Belyaev", "Антон Беляев"]
    assert shell.records("people", "--proposed", "беляев") == [pair]
    assert shell.records("people", "--proposed", "Соколенко") == []
    printed = shell.made("people", "--proposed")
    assert f"{pair['score']:.2f}" in printed
    assert all(reason in " ".join(printed.split()) for reason in pair["reasons"])
    assert f"firsthand judge {pair['a'][:8]} {pair['b'][:8]} same|different|unsure" in printed
    assert printed.endswith("1 pair to judge\n")
    assert len(shell.records("people", "беляев")) + len(shell.records("people", "belyaev")) == 2

    shell.made("judge", pair["a"], pair["b"], "different", "--reason", "a driver and a cook")
    assert shell("people", "--proposed").stderr == b"firsthand: no two are proposed as one person\n"
    shell.made("undo", pair["a"], "--reason", "one and the same lorry")
    assert shell.records("people", "--proposed") == [pair]
    shell.made("judge", pair["a"], pair["b"], "same", "--reason", "one lorry")
    assert shell.records("people", "--proposed") == []


def test_two_who_speak_on_one_page_are_not_proposed(tmp_path):
    shell = Shell(tmp_path)
    shell.made("init", "archive")
    (tmp_path / "one.txt").write_text(
        "“It rained,” said Anton Belyaev. “It did not rain,” said Anton Beliaiev.\n", "utf-8"
    )
    (tmp_path / "two.txt").write_text("“It rained all day,” said Anton Beliaiev.\n", "utf-8")
    shell.made("add", "one.txt", "two.txt")
    assert len(shell.records("people")) == 2
    assert shell.records("people", "--proposed") == []
