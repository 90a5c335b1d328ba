"""Where bytes come from: files, standard input, the web. Network access stands in `web` alone."""

from firsthand.capture.archived import Archived, archived, unwrapped
from firsthand.capture.capture import Capture, CaptureError, Obtained, Part
from firsthand.capture.files import EmptyFolderError, UnreadableError, capture_path, capture_stdin, walk
from firsthand.capture.limits import Limits
from firsthand.capture.media_type import sniff
from firsthand.capture.take import expand, gather, take, take_target
from firsthand.capture.target import Target

__all__ = [
    "Archived",
    "Capture",
    "CaptureError",
    "EmptyFolderError",
    "Limits",
    "Obtained",
    "Part",
    "Target",
    "UnreadableError",
    "archived",
    "capture_path",
    "capture_stdin",
    "expand",
    "gather",
    "sniff",
    "take",
    "take_target",
    "unwrapped",
    "walk",
]
