"""`firsthand.toml`: what a person may set for an archive."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firsthand.errors import FirsthandError

NAME = "firsthand.toml"
_KNOWN = {"database", "stamp"}
_TEXT = """\
# Settings of this Firsthand archive. A person may edit them.

# The database: a file in this folder unless you name a PostgreSQL database.
{database}

# Authorities that confirm the time of each sealed state of the log (RFC 3161), none by default.
# `certificate` is the file with the authority's root certificate, PEM, relative to this folder.
# [[stamp]]
# url = "https://tsa.example/"
# certificate = "tsa-root.pem"
"""


class SettingsError(FirsthandError):
    """Settings that cannot be read or make no sense."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A time stamp authority: where it is asked, and the root certificate against which its answers are checked."""

    url: str
    certificate: Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What `firsthand.toml` says."""

    database: str | None = None
    """URL of a PostgreSQL database; None for SQLite in the archive's folder."""
    authorities: tuple[Authority, ...] = ()


def read(folder: Path) -> Settings:
    """Read the settings of the archive in a folder.

    Raises:
        SettingsError: There are none, or something in them is wrong.
    """
    path = folder / NAME
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(
            f"{folder}: no archive is there (it has no {NAME}). 'firsthand init {folder}' makes one; "
            "say --archive DIR if yours is elsewhere"
        ) from None
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    if unknown := sorted(set(said) - _KNOWN):
        raise SettingsError(f"{path}: unknown setting “{unknown[0]}”; known are {', '.join(sorted(_KNOWN))}")
    database, stamps = said.get("database"), said.get("stamp", [])
    if not (database is None or isinstance(database, str)) or not isinstance(stamps, list):
        raise SettingsError(f"{path}: “database” is a text, and each authority stands under [[stamp]]")
    return Settings(database, tuple(_authority(path, each) for each in stamps))


def write(folder: Path, database: str | None) -> None:
    """Write the settings of a new archive, with words for the person who edits them."""
    line = f"database = {_quoted(database)}" if database else '# database = "postgresql://user:password@host/name"'
    (folder / NAME).write_text(_TEXT.format(database=line), encoding="utf-8")


def set_database(folder: Path, database: str | None) -> None:
    """Change the database that the settings name, and nothing else in them."""
    path = folder / NAME
    line = f"database = {_quoted(database)}" if database else ""
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [each for each in lines if not each.startswith("database")]
    place = next((at for at, each in enumerate(kept) if each.startswith("[")), len(kept))
    path.write_text("\n".join([*kept[:place], *([line] if line else []), *kept[place:]]) + "\n", encoding="utf-8")


def _authority(path: Path, said: Any) -> Authority:
    match said:
        case {"url": str(url), "certificate": str(certificate)}:
            return Authority(url, path.parent / certificate)
    raise SettingsError(f"{path}: each [[stamp]] needs “url” and “certificate”, both texts")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
