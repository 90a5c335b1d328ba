"""Videos on the web: what yt-dlp, where a person has installed it, brings of one. The page of a video is not the video.

yt-dlp is run as a program of its own: it has to be newer than any release of ours, because sites change every month.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firsthand.capture.capture import Capture, now
from firsthand.capture.take import gather, take, take_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_VIDEO: Final = re.compile(
    r"https?://(?:(?:www|m|music)\.)?(?:"
    r"youtube(?:-nocookie)?\.com/(?:watch\?|shorts/|live/|embed/)|youtu\.be/[\w-]|vimeo\.com/(?:video/)?\d"
    r"|dailymotion\.com/video/|dai\.ly/|rutube\.ru/video/|vk(?:video)?\.(?:com|ru)/(?:video|clip)-?\d"
    r"|ok\.ru/video/\d|odysee\.com/@[^/]+/|bitchute\.com/video/|rumble\.com/v|twitch\.tv/videos/\d"
    r"|tiktok\.com/@[^/]+/video/\d|facebook\.com/(?:watch|reel|[^/]+/videos)/|instagram\.com/reel/)",
    re.IGNORECASE,
)
_ALWAYS: Final = (
    *("--ignore-config", "--no-playlist", "--playlist-items", "1", "--no-write-playlist-metafiles", "--ignore-errors"),
    *("--no-progress", "--color", "never", "--no-exec", "--socket-timeout", "15"),
    *("--output", "%(id).100B.%(ext)s", "--restrict-filenames"),
)
_SITES_ONLY: Final = ("--use-extractors", "default,-generic")  # the pages of some sites lead it to any address
_WHOLE: Final = (
    *("--write-info-json", "--write-subs", "--sub-langs", "all,-live_chat", "--max-filesize", "4G"),
    *("--format", "b[height<=720]/b/bv*+ba"),
)
_HEARD: Final = (*("--skip-download", "--write-auto-subs", "--sub-langs"), r".*-orig")
_TOLD: Final = re.compile(r"^(?:ERROR|WARNING): .*|^.*larger than max-filesize.*", re.MULTILINE)
_SUBTITLES: Final = re.compile(r".+\.(?:vtt|srt|ass|ttml|srv[123]|json3)")
_SECONDS: Final = 3600
_MISSING: Final = (
    "{}: this is a video, and yt-dlp, which fetches videos, is not installed here ('pipx install yt-dlp' installs it). "
    "Only the page is captured"
)


def is_video(address: str) -> bool:
    """Tell whether an address is that of a video, at one of the sites where many are.

    >>> is_video("https://www.youtube.com/watch?v=sl0306k7")
    True
    >>> is_video("https://www.youtube.com/about/")
    False
    """
    return bool(_VIDEO.match(address))


@contextmanager
def video_captures(
    url: str, *, program: str | None = None, fetch: Callable[[str], Capture] = take, allow_private: bool = False
) -> Iterator[tuple[Capture, tuple[Capture, ...]]]:
    """Fetch a video; give its capture, and those of its subtitles in other languages, which stand within it.

    Files of theirs are there until the block ends.

    Args:
        url: Its address.
        program: yt-dlp; by default the one that is installed.
        fetch: Captures the page, where there is none.
        allow_private: Whether yt-dlp may look for videos at any address to which this one leads.
    """
    program = program or shutil.which("yt-dlp")
    if program is None:
        page = fetch(url)
        yield replace(page, error="; ".join(filter(None, (_MISSING.format(url), page.error)))), ()
        return
    at = now()
    with tempfile.TemporaryDirectory(prefix="firsthand-") as folder:
        version = _run(program, folder, "--version")[0].strip()[:40] or "of unknown version"
        always = _ALWAYS if allow_private else (*_ALWAYS, *_SITES_ONLY)
        told = _run(program, folder, *always, *_WHOLE, "--", url)[1]
        if os.listdir(folder) and not any(map(_SUBTITLES.fullmatch, os.listdir(folder))):
            _run(program, folder, *always, *_HEARD, "--", url)
        group = next((target for target in gather(folder) if target.address.endswith(".info.json")), None)
        note = f"fetched with yt-dlp {version}"
        if group is None:
            why = told or "it brought no .info.json"
            yield Capture(url, "fetched", at, b"", url=url, error=f"{url}: yt-dlp {version}: {why}", notes=(note,)), ()
            return
        main = take_target(group)
        notes = (note, *([f"yt-dlp says: {told}"] if told else ()), *_left_out(main.body))

        def fetched(taken: Capture, address: str) -> Capture:
            return replace(taken, address=address, obtained="fetched", at=at, notes=notes)

        members = tuple(fetched(take_target(each), f"{url}#{os.path.basename(each.address)}") for each in group.members)
        yield replace(fetched(main, url), url=main.url or url), members


def _left_out(info: bytes) -> Iterator[str]:
    """Say of a video that it is not the only one at its address, if its record does."""
    try:
        told = json.loads(info)
    except (ValueError, RecursionError):
        return
    count = told.get("playlist_count")
    if told.get("playlist_index") is not None and count != 1:
        several = f"{count} videos" if count else "several videos"
        yield f"the first of {several} at this address; add each of the others by its own"


def _run(program: str, folder: str, *arguments: str) -> tuple[str, str]:
    """Run yt-dlp in a folder; return what it printed, and of that what tells of anything that it could not do."""
    try:
        done = subprocess.run(  # noqa: S603 - a list, no shell; what a stranger wrote stands after “--”
            [program, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except OSError as error:
        return "", f"it cannot be run: {error.strerror}"
    except subprocess.TimeoutExpired:
        return "", f"it was not done after {_SECONDS} s"
    out, err = (printed.decode("utf-8", "replace") for printed in (done.stdout, done.stderr))
    told = "; ".join(sorted(" ".join(line.split()) for line in _TOLD.findall(f"{err}\n{out}")))[:600]
    return out, told or (f"it ended with status {done.returncode}" if done.returncode else "")
