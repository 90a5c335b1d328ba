import json
import os
import re
import sys
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path

import pytest

from firsthand.capture import Capture
from firsthand.capture.video import is_video, video_captures

URL = "https://www.youtube.com/watch?v=sl0306k7"
YT_DLP = str(Path(sys.executable).with_name("yt-dlp"))
CASE = Path(str(files("firsthand.example"))) / "case" / "severnaya-liniya"
CLIP = (CASE / "interview-0306.webm").read_bytes()
RUSSIAN, ENGLISH = ((CASE / f"interview-0306.{code}.vtt").read_bytes() for code in ("ru", "en"))
PAGE = (
    '<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>By the river</title>'
    '<meta property="og:video" content="/clip.webm"><script type="application/ld+json">{{"@context": '
    '"https://schema.org", "@type": "VideoObject", "name": "By the river", "contentUrl": "/clip.webm"}}</script>'
    "</head><body><video src='/clip.webm'>{}</video>{}</body></html>"
)


def track(code):
    return f"<track kind=subtitles srclang={code} src=/{code}.vtt>"


SITE = {
    "/clip.webm": CLIP,
    "/ru.vtt": RUSSIAN,
    "/uk.vtt": ENGLISH,
    "/watch": PAGE.format(track("ru") + track("uk"), "").encode(),
    "/several": PAGE.format(track("ru"), "<video src='/other.webm'></video>").encode(),
    "/lacking": PAGE.format(track("ru") + track("gone"), "").encode(),
    "/broken": PAGE.format(track("ru"), "").replace("/clip", "/half").encode(),
    "/large": PAGE.format(track("ru"), "").replace("/clip", "/huge").encode(),
}
LENGTHS = {"/half.webm": len(CLIP), "/huge.webm": 5 * 2**30}
HEARD = """
import sys
if "--write-info-json" in sys.argv:
    open("x.info.json", "w").write('{"id": "x", "title": "By the river"}')
if "--write-auto-subs" in sys.argv:
    open("x.ru-orig.vtt", "w").write("WEBVTT")
"""


@pytest.fixture(scope="module")
def site():
    """Serve a site with videos; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = SITE.get(self.path, CLIP[:5000] if self.path in LENGTHS else None)
            self.send_response(404 if body is None else 200)
            kind = {".webm": "video/webm", ".vtt": "text/vtt"}.get(Path(self.path).suffix, "text/html")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(LENGTHS.get(self.path, len(body or b""))))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_): ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


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


def test_a_video_is_its_record_with_its_files_and_other_languages_within(site):
    url = f"{site}/watch"
    with video_captures(url, program=YT_DLP, allow_private=True) as (main, [ukrainian]):
        assert (main.address, main.url, main.obtained, main.error) == (url, url, "fetched", None)
        told = json.loads(main.body)
        assert [(part.name, part.media_type, part.body) for part in main.parts] == [
            (f"{told['id']}.ru.vtt", "text/vtt", RUSSIAN),
            (f"{told['id']}.webm", "video/webm", CLIP),
        ]
        assert re.fullmatch(r"fetched with yt-dlp 20\d\d[.\d]+", main.notes[0])
        key = f"{told['id']}.uk.vtt"
        assert (ukrainian.address, ukrainian.body, ukrainian.member.key) == (f"{url}#{key}", ENGLISH, key)
        assert (ukrainian.language, ukrainian.translation) == ("uk", True)


@pytest.mark.parametrize(
    ("path", "parts", "says"),
    [
        pytest.param("several", [".ru.vtt", ".webm"], "the first of 2 videos at this address", id="several videos"),
        pytest.param("lacking", [".ru.vtt", ".webm"], "subtitles for 'gone': HTTP Error 404", id="no such subtitles"),
        pytest.param("broken", [".ru.vtt", ".webm.part"], "Giving up after 10 retries", id="breaks off"),
        pytest.param("large", [".ru.vtt"], "File is larger than max-filesize", id="a video that is too large"),
    ],
)
def test_what_could_be_had_is_taken_and_the_rest_told(site, path, parts, says):
    with video_captures(f"{site}/{path}", program=YT_DLP, allow_private=True) as (main, members):
        stem = json.loads(main.body)["id"]
        assert ([part.name for part in main.parts], members) == ([stem + end for end in parts], ())
        assert (main.error, says in main.notes[-1]) == (None, True)


@pytest.mark.parametrize(
    ("path", "private", "says"),
    [
        pytest.param("gone", True, "HTTP Error 404", id="gone"),
        pytest.param("watch", False, "No suitable extractor found", id="a page at any other address"),
    ],
)
def test_what_cannot_be_had_at_all_is_a_failed_capture(site, path, private, says):
    url = f"{site}/{path}"
    with video_captures(url, program=YT_DLP, allow_private=private) as (main, members):
        assert (main.body, main.parts, members) == (b"", (), ())
        assert main.error.startswith(f"{url}: yt-dlp 20")
        assert says in main.error


@pytest.mark.skipif(os.name == "nt", reason="the program is a script")
def test_where_nobody_wrote_subtitles_those_of_the_spoken_language_are_taken(tmp_path):
    program = tmp_path / "yt-dlp"  # a stand-in: only the large sites have captions of their own making
    program.write_text(f"#!{sys.executable}\n{HEARD}", encoding="utf-8")
    program.chmod(0o755)
    with video_captures(URL, program=str(program)) as (main, _):
        assert [part.name for part in main.parts] == ["x.ru-orig.vtt"]


def test_without_yt_dlp_the_page_is_captured_and_the_way_to_it_told(monkeypatch):
    monkeypatch.setenv("PATH", "")
    page = Capture(URL, "fetched", datetime(2026, 11, 1, tzinfo=UTC), b"<p>a page</p>")
    with video_captures(URL, fetch=lambda url: page) as (main, members):
        assert (main.body, members) == (b"<p>a page</p>", ())
        assert "pipx install yt-dlp" in main.error


def test_a_program_that_cannot_be_run_says_so(tmp_path):
    with video_captures(URL, program=str(Path(tmp_path) / "gone")) as (main, _):
        assert "it cannot be run" in main.error
