"""Pages, one after the other: captured, read and printed; what cannot be read is told and the rest goes on."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from firsthand.capture import CaptureError, Target, take, take_target
from firsthand.cli.output import json_line, json_pieces, message, result, results
from firsthand.cli.render import rendered
from firsthand.cli.terminal import screen
from firsthand.errors import FirsthandError
from firsthand.reading.read import read
from firsthand.reading.readers import best_reader
from firsthand.reading.record import record


def print_pages(
    pages: Iterable[tuple[str, str | Target]],
    *,
    as_json: bool,
    language: str | None = None,
    allow_private: bool = False,
) -> bool:
    """Read and print pages.

    A page's id is `d` and its place among the pages, one that could not be read counted too, so that a failure renames
    nothing. Statement ids begin anew in each: what is printed of a page does not depend on the pages beside it.

    Args:
        pages: For each the name that it goes by and what to capture: a path, an address, `-`, or files that belong
            together.
        as_json: Whether to print records for programs.
        language: BCP 47, for all of them, where a person knows better.
        allow_private: Whether an address may lead into a private network.

    Returns:
        Whether all of them could be read.
    """
    reader, well = best_reader(), True
    for number, (name, target) in enumerate(pages, 1):
        given = re.sub("[\ud800-\udfff]", "\ufffd", name)  # bytes in a file's name that are no text
        try:
            capture = take(target, allow_private=allow_private) if isinstance(target, str) else take_target(target)
            if capture.error:
                raise CaptureError(capture.error)  # it begins with the address
            document, reading = read(capture, reader, document_id=f"d{number}", language=language or capture.language)
            del capture  # its bytes may be many, and what is written of them is more
        except FirsthandError as error:
            well = False
            message(str(error))
            if as_json:
                result(json_line({"input": given, "error": str(error)}))
            continue
        if as_json:
            for note in (*document.notes, *reading.notes):
                message(f"{given}: {note}")
            results(json_pieces(record(given, document, reading)))
        else:
            results(rendered(given, document, reading, screen(sys.stdout)))
    return well
