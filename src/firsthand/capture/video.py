"""Videos on the web: what yt-dlp, where a person has installed it, brings of one. The page of a video is not the video.

yt-dlp is run as a program of its own: it has to be newer than any release of ours, because sites change every month.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firsthand.capture.capture import Capture, now
from firsthand.capture.member import Member
from firsthand.capture.take import gather, take, take_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from firsthand.capture.target import Target

_VIDEO: Final = re.compile(
    r"https?://(?:(?:www|m|music)\.)?(?:"
    r"youtube(?:-nocookie)?\.com/(?:watch\?|shorts/|live/|embed/)|youtu\.be/[\w-]|vimeo\.com/(?:video/)?\d"
    r"|dailymotion\.com/video/|dai\.ly/|rutube\.ru/(?:video|shorts)/|vk(?:video)?\.(?:com|ru)/(?:video|clip)-?\d"
    r"|ok\.ru/video/\d|odysee\.com/@[^/]+/|bitchute\.com/video/|rumble\.com/v|twitch\.tv/videos/\d"
    r"|tiktok\.com/@[^/]+/video/\d|(?:facebook\.com/(?:watch|reel|[^/]+/videos)|fb\.watch)/|instagram\.com/reel/)",
    re.IGNORECASE,
)
_ALWAYS: Final = (
    *("--ignore-config", "--no-playlist", "--no-progress", "--no-colors", "--no-exec", "--socket-timeout", "15"),
    *("--output", "%(id).100B.%(ext)s", "--restrict-filenames"),
)
_WHOLE: Final = (
    *("--write-info-json", "--write-subs", "--sub-langs", "all,-live_chat", "--max-filesize", "4G"),
    *("--format", "b[height<=720]/b/bv*+ba"),
)
_HEARD: Final = (*("--skip-download", "--write-auto-subs", "--sub-langs"), r".*-orig")
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
    url: str, *, program: str | None = None, fetch: Callable[[str], Capture] = take
) -> Iterator[tuple[Capture, tuple[Capture, ...]]]:
    """Fetch a video; give its capture, and those of its subtitles in other languages, which stand within it.

    Files of theirs are there until the block ends.

    Args:
        url: Its address.
        program: yt-dlp; by default the one that is installed.
        fetch: Captures the page, where there is none.
    """
    program = program or shutil.which("yt-dlp")
    if program is None:
        page = fetch(url)
        yield replace(page, error="; ".join(filter(None, (_MISSING.format(url), page.error)))), ()
        return
    at = now()
    with tempfile.TemporaryDirectory(prefix="firsthand-") as folder:
        version = _run(program, folder, "--version")[0].strip()[:40] or "of unknown version"
        error = _run(program, folder, *_ALWAYS, *_WHOLE, "--", url)[1]
        if os.listdir(folder) and not any(map(_SUBTITLES.fullmatch, os.listdir(folder))):
            _run(program, folder, *_ALWAYS, *_HEARD, "--", url)
        group = next((target for target in gather(folder) if target.address.endswith(".info.json")), None)
        note = f"fetched with yt-dlp {version}"
        if group is None:
            why = error or "it brought no .info.json"
            yield Capture(url, "fetched", at, b"", url=url, error=f"{url}: yt-dlp {version}: {why}", notes=(note,)), ()
            return
        notes = (note, f"yt-dlp could not do all of it: {error}") if error else (note,)

        def fetched(target: Target, address: str, member: Member | None) -> Capture:
            taken = take_target(target)
            known = target.url or (None if member else url)
            return replace(taken, address=address, obtained="fetched", at=at, notes=notes, url=known, member=member)

        members = [each.member or Member(os.path.basename(each.address)) for each in group.members]
        yield (
            fetched(group, url, None),
            tuple(
                fetched(each, f"{url}#{member.key}", member)
                for each, member in zip(group.members, members, strict=True)
            ),
        )


def _run(program: str, folder: str, *arguments: str) -> tuple[str, str | None]:
    """Run yt-dlp in a folder; return what it said, and what went wrong."""
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
    told = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.startswith("ERROR")]
    why = "; ".join(told)[:600] or f"it ended with status {done.returncode}"
    return done.stdout.decode("utf-8", "replace"), why if done.returncode else None
