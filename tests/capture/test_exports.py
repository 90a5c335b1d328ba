import shutil
from pathlib import Path

import pytest

from firsthand.capture import gather

HERE = Path(__file__).parent / "containers"


@pytest.fixture
def folder(tmp_path):
    def copied(*names):
        for name in names:
            shutil.copytree(
                HERE / name, tmp_path / name, ignore=shutil.ignore_patterns("*.members.txt", "*.documents.txt")
            )
        return tmp_path

    return copied


def found(folder):
    def near(path):
        return Path(path).relative_to(folder).as_posix()

    return [(near(target.path), sorted(map(near, target.beside))) for target in gather(str(folder))]


def test_what_belongs_to_an_export_goes_with_it(folder):
    assert found(folder("tochka", "tochka-html", "feed")) == [
        ("feed/atom.xml", []),
        ("feed/rss.xml", []),
        ("feed/sitemap.xml", []),
        ("tochka/result.json", ["tochka/photos"]),
        ("tochka-html/messages.html", ["tochka-html/css", "tochka-html/messages2.html", "tochka-html/photos"]),
    ]


def test_what_lies_in_the_same_folder_and_does_not_belong_to_it_is_captured_by_itself(folder):
    top = folder("tochka")
    (top / "tochka" / "notes.txt").write_text("mine")
    (top / "tochka" / "articles").mkdir()
    (top / "tochka" / "articles" / "a.html").write_text("<p>mine</p>")
    assert [path for path, _ in found(top)] == ["tochka/articles/a.html", "tochka/notes.txt", "tochka/result.json"]


def test_of_an_account_in_pages_each_chat_is_an_export_and_lists_go_with_the_account(tmp_path):
    page = (HERE / "tochka-html" / "messages.html").read_text()
    for name in (
        "export_results.html",
        "lists/contacts.html",
        "chats/chat_1/messages.html",
        "chats/chat_1/photos/a.jpg",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(page)
    assert found(tmp_path) == [
        ("chats/chat_1/messages.html", ["chats/chat_1/photos"]),
        ("export_results.html", ["lists"]),
    ]


@pytest.mark.parametrize("name", ["result.json", "messages.html"])
def test_a_folder_with_a_file_of_the_same_name_is_no_export(tmp_path, name):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.txt").write_text("mine")
    (tmp_path / name).write_text('{"type": "of mine"}')
    assert ("photos/a.txt", []) in found(tmp_path)
