"""Where bytes come from: files, standard input, the web. Network access stands in `web` alone."""

from firsthand.capture.capture import Capture, CaptureError, Obtained
from firsthand.capture.files import UnreadableError, capture_path, capture_stdin, walk
from firsthand.capture.limits import Limits
from firsthand.capture.media_type import sniff
from firsthand.capture.take import expand, take

__all__ = [
    "Capture",
    "CaptureError",
    "Limits",
    "Obtained",
    "UnreadableError",
    "capture_path",
    "capture_stdin",
    "expand",
    "sniff",
    "take",
    "walk",
]
