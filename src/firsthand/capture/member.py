"""Member: what a container says of a capture that stands within it, and the capture's own bytes do not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """Where in its container a capture stands, and what it has from there."""

    key: str
    """The id of a message, the address of a feed's item, the offset of a record (`@333`, `archive/a.warc.gz@333`)."""
    outlet: str | None = None
    """The name of the channel; None where it would be a person's."""
    private: bool = False
    """Whether it was not written for everybody: whoever speaks in it is a protected source."""
    published: str | None = None
    """The date that the container gives it, ISO 8601 as found."""
    found: str = ""
    """Where: `feed published`, `sitemap lastmod` …"""
    about: str | None = None
    """What is said there of what it holds: title and description of the video whose subtitles it is."""
