"""`firsthand export FORMAT OUT`: what an archive holds, in a form that others can use without us."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.cli import options

_EXAMPLES = """\b
Example:
  firsthand export log log/
"""


@click.group(epilog=_EXAMPLES)
def export() -> None:
    """Write what the archive holds into files that others can use and check without Firsthand."""


@export.command(epilog="\b\nExamples:\n  firsthand export log log/\n  firsthand verify log/")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@options.archive
@options.whole_archive
@options.as_json
def log(out: Path, folder: Path, as_json: bool) -> int:
    """Write the sealed log into the folder OUT, as tiles: checkpoint, vkey and tile/ (C2SP tlog-tiles).

    It names no address, path, person or reason, only digests and ids: it may be published. An earlier export in OUT is
    brought up to date.
    """
    from firsthand.cli.archives import opened
    from firsthand.cli.output import json_line, result
    from firsthand.cli.wording import number
    from firsthand.custody.note import VerifierKey
    from firsthand.custody.tiles import export as write

    with opened(folder) as archive:
        checkpoint = write(archive, out)
        vkey = archive.vkey() or ""
        past = archive.size() - checkpoint.size
    if as_json:
        about = {"out": str(out), "origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex()}
        result(json_line({**about, "vkey": vkey}))
        return 0
    result(f"{out}: {number(checkpoint.size)} log entries, sealed with {VerifierKey.parse(vkey).fingerprint}")
    if past:
        result(f"not in it: {number(past)} entries that are not yet under a checkpoint")
    return 0
