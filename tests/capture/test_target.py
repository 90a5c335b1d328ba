from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from firsthand.capture import EmptyFolderError, Limits, Target, capture_path, expand, gather, take_target

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these")
TALK: dict[str, Any] = {"webpage_url": "https://kadr.example/watch/1", "language": "ru"}


def put(folder: Path, *names: str, info: object = None) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(json.dumps(info).encode() if info is not None and name.endswith(".info.json") else b"a")


def drawn(target: Target) -> tuple[Any, ...]:
    """A target as file names: main, parts, members."""
    return (
        os.path.basename(target.path or target.address),
        *([sorted(map(os.path.basename, target.parts))] if target.parts or target.members else []),
        *([[(drawn(member), member.language) for member in target.members]] if target.members else []),
    )


def test_what_is_no_folder_is_one_target(tmp_path: Path) -> None:
    for given in ("-", "https://dayline.example/", "file:///etc/passwd"):
        assert list(gather(given)) == [Target(given)]
    put(tmp_path, ".hidden.txt")
    for given in (f"{tmp_path}/.hidden.txt", f"{tmp_path}/missing"):
        assert list(gather(given)) == [Target(given, given)]


def test_the_address_of_a_path_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "pages/b.txt", "pages/a.txt")
    monkeypatch.chdir(tmp_path)
    assert list(gather("./pages")) == [
        Target(str(tmp_path / "pages" / name), os.path.join("./pages", name)) for name in ("a.txt", "b.txt")
    ]
    capture = take_target(next(gather("pages")))
    assert (capture.address, capture.name, capture.body) == (str(tmp_path / "pages" / "a.txt"), "a.txt", b"a")


def test_a_folder_is_gathered_file_by_file_while_it_is_walked(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.txt")
    targets = gather(str(tmp_path))
    assert next(targets).path == str(tmp_path / "a.txt")
    (tmp_path / "b.txt").unlink()
    assert take_target(next(targets)).error == f"{tmp_path / 'b.txt'}: there is no such file; " + (
        "check the spelling and the folder you are in"
    )


def test_of_an_empty_folder_nothing_is_gathered(tmp_path: Path) -> None:
    put(tmp_path, ".git/config")
    assert list(gather(str(tmp_path))) == []
    assert "nothing to capture in it" in str(EmptyFolderError(str(tmp_path)))


class TestFilesOfOneVideo:
    @pytest.mark.parametrize(
        ("names", "info", "expected"),
        [
            pytest.param(
                "t.description t.en.vtt t.info.json t.jpg t.live_chat.json t.ru.srt t.ru.vtt t.webm",
                TALK,
                [
                    (
                        "t.info.json",
                        ["t.description", "t.jpg", "t.live_chat.json", "t.ru.srt", "t.ru.vtt", "t.webm"],
                        [(("t.en.vtt",), "en")],
                    )
                ],
                id="all that a downloader leaves",
            ),
            pytest.param(
                "t.en.srt t.en.vtt t.info.json t.uk.vtt",
                TALK,
                [("t.info.json", [], [(("t.en.vtt", ["t.en.srt"]), "en"), (("t.uk.vtt",), "uk")])],
                id="one language in two formats is one member",
            ),
            pytest.param(
                "t.info.json t.ru-RU.vtt t.zh-Hans.vtt t.zh-Hant.vtt",
                {"language": "ru_KZ"},
                [("t.info.json", ["t.ru-RU.vtt"], [(("t.zh-Hans.vtt",), "zh"), (("t.zh-Hant.vtt",), "zh")])],
                id="regions are one language with it, and scripts two captures",
            ),
            pytest.param(
                "t.de.vtt t.es.vtt t.info.json t.ru.vtt",
                {"automatic_captions": {"de": [], "es": []}, "subtitles": {"es": [], "ru": []}},
                [("t.info.json", ["t.es.vtt"], [(("t.de.vtt",), "de"), (("t.ru.vtt",), "ru")])],
                id="untold: the first that is not automatic",
            ),
            pytest.param(
                "t.en.vtt t.info.json t.ru-orig.vtt",
                {"language": None, "automatic_captions": {"en": [], "ru-orig": []}},
                [("t.info.json", ["t.ru-orig.vtt"], [(("t.en.vtt",), "en")])],
                id="untold and all automatic: the one marked as the original",
            ),
            pytest.param(
                "t.en.vtt t.info.json t.ru.vtt",
                {"language": "und", "subtitles": 3},
                [("t.info.json", ["t.en.vtt"], [(("t.ru.vtt",), "ru")])],
                id="undetermined is untold",
            ),
            pytest.param(
                "t.vtt t.forced.srt t.info.json",
                TALK,
                [("t.info.json", ["t.forced.srt", "t.vtt"])],
                id="subtitles without a language",
            ),
            pytest.param("t.info.json", {}, [("t.info.json",)], id="alone"),
            pytest.param(
                "a.txt t!.webm t-2.webm t.d/x.vtt t.info.json t.webm t2.webm",
                TALK,
                [("a.txt",), ("t!.webm",), ("t-2.webm",), ("x.vtt",), ("t.info.json", ["t.webm"]), ("t2.webm",)],
                id="others keep to themselves",
            ),
            pytest.param(
                "t.1.info.json t.1.webm t.info.json t.webm",
                TALK,
                [("t.1.info.json", ["t.1.webm"]), ("t.info.json", ["t.webm"])],
                id="the longest stem",
            ),
            pytest.param(
                "a/t.info.json b/t.webm", TALK, [("t.info.json",), ("t.webm",)], id="another folder is another stem"
            ),
            pytest.param(".t.info.json t.webm", TALK, [("t.webm",)], id="a hidden one"),
            *(
                pytest.param("t.info.json t.ru.vtt", broken, [("t.info.json",), ("t.ru.vtt",)], id=f"broken: {why}")
                for broken, why in (([TALK], "a list"), ("text", "a text"), (7, "a number"))
            ),
        ],
    )
    def test_they_are_one_target(
        self, tmp_path: Path, names: str, info: object, expected: list[tuple[Any, ...]]
    ) -> None:
        put(tmp_path, *names.split(), info=info)
        assert [drawn(target) for target in gather(str(tmp_path))] == expected

    @pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000], ids=["empty", "cut", "no text", "deep"])
    def test_what_is_no_json_holds_nothing_together(self, tmp_path: Path, body: bytes) -> None:
        put(tmp_path, "t.webm")
        (tmp_path / "t.info.json").write_bytes(body)
        assert [drawn(target) for target in gather(str(tmp_path))] == [("t.info.json",), ("t.webm",)]

    @posix
    def test_a_pipe_in_its_place_is_not_waited_for(self, tmp_path: Path) -> None:
        put(tmp_path, "t.webm")
        os.mkfifo(tmp_path / "t.info.json")
        assert [drawn(target) for target in gather(str(tmp_path))] == [("t.info.json",), ("t.webm",)]

    def test_one_that_is_named_itself_is_alone(self, tmp_path: Path) -> None:
        put(tmp_path, "t.info.json", "t.ru.vtt", info=TALK)
        for name in ("t.info.json", "t.ru.vtt"):
            assert [drawn(target) for target in gather(str(tmp_path / name))] == [(name,)]

    def test_for_reading_they_stay_apart(self, tmp_path: Path) -> None:
        put(tmp_path, "t.en.vtt", "t.info.json", "t.ru.vtt", info=TALK)
        assert [os.path.basename(path) for path in expand(str(tmp_path))] == ["t.en.vtt", "t.info.json", "t.ru.vtt"]

    def test_they_are_captured_together_and_translations_apart(self, tmp_path: Path) -> None:
        put(tmp_path, "t.en.srt", "t.en.vtt", "t.info.json", "t.ru.vtt", "t.webm", info=TALK)
        (tmp_path / "t.webm").write_bytes(b"\x1a\x45\xdf\xa3" + bytes(99))
        (target,) = gather(str(tmp_path))
        capture = take_target(target, limits=Limits(size=80))
        assert (capture.name, capture.media_type, capture.error) == ("t.info.json", "application/json", None)
        assert (capture.url, capture.obtained) == ("https://kadr.example/watch/1", "supplied")
        assert (capture.language, capture.translation) == ("ru", False)
        subtitles, video = capture.parts
        assert (subtitles.name, subtitles.media_type, subtitles.body, subtitles.path) == (
            "t.ru.vtt", "text/vtt", b"a", None,
        )  # fmt: skip
        assert (video.name, video.media_type) == ("t.webm", "video/x-matroska")
        assert (len(video.body), video.path) == (80, str(tmp_path / "t.webm"))
        english = take_target(target.members[0])
        assert (english.address, english.name) == (str(tmp_path / "t.en.vtt"), "t.en.vtt")
        assert (english.language, english.translation, english.url) == ("en", True, None)
        assert [part.name for part in english.parts] == ["t.en.srt"]

    @pytest.mark.parametrize(
        ("claimed", "url"),
        [
            ("https://kadr.example/watch?v=1&a=@b", "https://kadr.example/watch?v=1&a=@b"),
            ("HTTP://kadr.example", "HTTP://kadr.example"),
            ("ftp://kadr.example/1", None),
            ("https://me:secret@kadr.example/1", None),
            ("https://kadr.example/\ud800", None),
            ("https://kadr.example/a b", None),
            ("https:///1", None),
            (7, None),
        ],
    )
    def test_the_address_that_they_claim(self, tmp_path: Path, claimed: object, url: str | None) -> None:
        put(tmp_path, "t.info.json", info={"webpage_url": claimed})
        assert take_target(next(gather(str(tmp_path)))).url == url


class TestFailures:
    def test_a_path_that_cannot_be_read_is_a_capture_too(self, tmp_path: Path) -> None:
        path = str(tmp_path / "gone.txt")
        capture = take_target(next(gather(path)))
        assert (capture.address, capture.body, capture.obtained, capture.name) == (path, b"", "supplied", "gone.txt")
        with pytest.raises(Exception, match="no such file") as raised:
            capture_path(path)
        assert capture.error == str(raised.value)

    @pytest.mark.parametrize("given", ["", "a\0b"], ids=["no name", "impossible name"])
    def test_so_is_what_names_no_file(self, given: str) -> None:
        error = take_target(next(gather(given))).error
        assert error is not None
        assert "no such file" in error or "not the name of a file" in error

    def test_standard_input_over_the_limit(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / "in").write_bytes(b"12345")
        with open(tmp_path / "in") as stream:
            monkeypatch.setattr(sys, "stdin", stream)
            capture = take_target(Target("-"), limits=Limits(size=4))
        assert (capture.address, capture.body) == ("-", b"")
        assert capture.error is not None
        assert capture.error.startswith("-: larger than 4 bytes")

    def test_an_address_that_fails(self) -> None:
        capture = take_target(Target("http://127.0.0.1:1/"))
        assert (capture.obtained, capture.status) == ("fetched", None)
        assert "--allow-private" in str(capture.error)

    @posix
    def test_a_part_that_cannot_be_read_takes_no_other_with_it(self, tmp_path: Path) -> None:
        put(tmp_path, "t.info.json", "t.webm", info=TALK)
        (tmp_path / "t.mp4").symlink_to(tmp_path / "nowhere")
        capture = take_target(next(gather(str(tmp_path))))
        assert json.loads(capture.body) == TALK
        assert [part.name for part in capture.parts] == ["t.webm"]
        assert capture.error is not None
        assert capture.error.startswith(f"{tmp_path / 't.mp4'}: there is no such file")


def test_the_video_of_the_example() -> None:
    from importlib.resources import as_file, files

    with as_file(files("firsthand.example") / "case" / "severnaya-liniya") as folder:
        (target,) = gather(str(folder))
        capture = take_target(target)
    assert [(part.name[15:], part.media_type) for part in capture.parts] == [
        ("ru.srt", "application/x-subrip"),
        ("ru.vtt", "text/vtt"),
        ("webm", "video/webm"),
    ]
    assert capture.url == "https://kadr.example/watch/sl0306k7"
    assert [(member.language, member.translation) for member in target.members] == [("en", True)]
