"""`firsthand read`: print what pages say and who said it; nothing is kept."""

from __future__ import annotations

import re
import sys
from itertools import chain
from typing import Annotated

import typer

from firsthand.cli.options import AllowPrivate, AsJson, Language
from firsthand.cli.output import json_line, message, result
from firsthand.errors import FirsthandError

EXAMPLES = """Examples:

  firsthand read page.html
  firsthand read https://dayline.example/soldiers
  firsthand read --json folder/ > statements.jsonl
  pdftotext report.pdf - | firsthand read --lang es -
"""


def read(
    inputs: Annotated[list[str], typer.Argument(metavar="PATH|URL|- …", show_default=False)],
    lang: Language = None,
    as_json: AsJson = False,
    allow_private: AllowPrivate = False,
) -> None:
    """Print what pages say and who said it. Nothing is kept.

    Files, folders (with all in them but hidden files), addresses, or - for standard input: plain text, HTML, PDF.

    A place is the line and [from–to), the characters counted from the beginning of the text.

    What cannot be read is told and the rest goes on; the exit is 1 then.
    """
    from firsthand.capture import CaptureError, expand, take
    from firsthand.cli.render import render
    from firsthand.cli.terminal import screen
    from firsthand.reading.grammar import GrammarReader
    from firsthand.reading.read import read
    from firsthand.reading.record import record

    reader, failed = GrammarReader(), False
    for number, target in enumerate(chain.from_iterable(map(expand, inputs)), 1):
        given = re.sub("[\ud800-\udfff]", "\ufffd", target)  # bytes in a file's name that are no text
        try:
            capture = take(target, allow_private=allow_private)
            if capture.error:
                raise CaptureError(f"{given}: {capture.error}")
            document, reading = read(capture, reader, document_id=f"d{number}", language=lang)
        except FirsthandError as error:
            failed = True
            message(str(error))
            if as_json:
                result(json_line({"input": given, "error": str(error)}))
            continue
        if as_json:
            for note in (*document.notes, *reading.notes):
                message(f"{given}: {note}")
            result(json_line(record(given, document, reading)))
        else:
            result(render(given, document, reading, screen(sys.stdout)))
    if failed:
        raise typer.Exit(1)
