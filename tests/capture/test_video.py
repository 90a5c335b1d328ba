import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.capture import Capture
from firsthand.capture.video import is_video, video_captures

URL = "https://www.youtube.com/watch?v=sl0306k7"
INFO = {"id": "sl0306k7", "title": "By the river", "language": "ru", "webpage_url": URL, "extractor": "kadr"}
VTT = "WEBVTT\n\n00:01.000 --> 00:03.000\nСначала у нас забрали телефоны\n"
FAKE = """#!{python}
import json, sys
if "--version" in sys.argv:
    print("2026.10.26")
elif "--write-auto-subs" in sys.argv:
    for name, text in {heard!r}.items():
        open(name, "w", encoding="utf-8").write(text)
else:
    assert sys.argv[-2:] == ["--", {url!r}] and "--ignore-config" in sys.argv
    for name, text in {files!r}.items():
        open(name, "w", encoding="utf-8").write(text)
    sys.stderr.write({error!r})
    sys.exit(bool({error!r}))
"""


@pytest.fixture
def fake(tmp_path):
    """Make a program that stands for yt-dlp and writes given files."""

    def made(files, *, heard=None, error=""):
        path = tmp_path / "yt-dlp"
        path.write_text(
            FAKE.format(python=sys.executable, files=files, heard=heard or {}, error=error, url=URL), encoding="utf-8"
        )
        path.chmod(0o755)
        return str(path)

    return made


@pytest.mark.parametrize(
    ("address", "video"),
    [
        pytest.param("https://youtu.be/sl0306k7", True, id="short address"),
        pytest.param("https://m.youtube.com/watch?v=sl0306k7", True, id="on a phone"),
        pytest.param("https://vkvideo.ru/video-1_2", True, id="vk"),
        pytest.param("https://youtube.com.evil.example/watch?v=1", False, id="another host"),
        pytest.param("https://dayline.example/watch?v=1", False, id="a page"),
        pytest.param("youtube.com/watch?v=1", False, id="a path"),
    ],
)
def test_the_address_of_a_video_is_told_from_others(address, video):
    assert is_video(address) is video


@pytest.mark.skipif(os.name == "nt", reason="the program is a script")
def test_a_video_is_its_record_with_its_files_and_other_languages_within(fake):
    files = {
        "sl0306k7.info.json": json.dumps(INFO),
        "sl0306k7.webm": "\x1aE",
        "sl0306k7.ru.vtt": VTT,
        "sl0306k7.en.vtt": "WEBVTT\n",
    }
    with video_captures(URL, program=fake(files)) as (main, [english]):
        assert (main.address, main.url, main.obtained, main.error) == (URL, URL, "fetched", None)
        assert json.loads(main.body) == INFO
        assert [part.name for part in main.parts] == ["sl0306k7.ru.vtt", "sl0306k7.webm"]
        assert main.notes == ("fetched with yt-dlp 2026.10.26",)
        assert (english.member.key, english.language, english.translation) == ("sl0306k7.en.vtt", "en", True)


@pytest.mark.skipif(os.name == "nt", reason="the program is a script")
def test_where_nobody_wrote_subtitles_those_of_the_spoken_language_are_taken(fake):
    program = fake({"x.info.json": json.dumps(INFO)}, heard={"x.ru-orig.vtt": VTT})
    with video_captures(URL, program=program) as (main, _):
        assert [part.name for part in main.parts] == ["x.ru-orig.vtt"]


@pytest.mark.skipif(os.name == "nt", reason="the program is a script")
def test_what_yt_dlp_could_not_do_is_told(fake):
    with video_captures(URL, program=fake({}, error="ERROR: this video is gone\n")) as (main, _):
        assert main.error == f"{URL}: yt-dlp 2026.10.26: ERROR: this video is gone"
    files = {"x.info.json": json.dumps(INFO)}
    with video_captures(URL, program=fake(files, error="ERROR: no media\n")) as (main, _):
        assert (main.error, main.notes[1]) == (None, "yt-dlp could not do all of it: ERROR: no media")


def test_without_yt_dlp_the_page_is_captured_and_the_way_to_it_told(monkeypatch):
    monkeypatch.setenv("PATH", "")
    page = Capture(URL, "fetched", datetime(2026, 11, 1, tzinfo=UTC), b"<p>a page</p>")
    with video_captures(URL, fetch=lambda url: page) as (main, members):
        assert (main.body, members) == (b"<p>a page</p>", ())
        assert "pipx install yt-dlp" in main.error


def test_a_program_that_cannot_be_run_says_so(tmp_path):
    with video_captures(URL, program=str(Path(tmp_path) / "gone")) as (main, _):
        assert "it cannot be run" in main.error
