"""`firsthand statements`: what an archive holds of what people said."""

from __future__ import annotations

from pathlib import Path

import click

from firsthand.cli import options

_EXAMPLES = """\b
Examples:
  firsthand statements phones
  firsthand statements '“took our phones”' --since 2023-03 --until 2023
  firsthand statements --by беляев --lang ru
  firsthand statements --json > statements.jsonl
"""


def _day(_context: click.Context, _parameter: click.Parameter, text: str | None) -> str | None:
    if text is not None:
        from firsthand.archive.questions import Asked, BadQuestion

        try:
            Asked(since=text)
        except BadQuestion as error:
            raise click.BadParameter(str(error)) from error
    return text


@click.command(epilog=_EXAMPLES)
@click.argument("words", metavar="[WORDS…]", nargs=-1)
@click.option("--by", metavar="NAME", help="Only of a speaker with these words in one of their names, in any order.")
@click.option("--outlet", metavar="NAME", help="Only from an outlet with these words in its name.")
@options.only_language
@click.option("--since", metavar="DATE", callback=_day, help="Only what is dated 2022, 2022-03, 2022-03-06 or later.")
@click.option("--until", metavar="DATE", callback=_day, help="Only what is dated 2022, 2022-03, 2022-03-06 or earlier.")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="At most so many; otherwise all.")
@options.only_case
@options.archive
@options.as_json
def statements(
    words: tuple[str, ...],
    by: str | None,
    outlet: str | None,
    language: str | None,
    since: str | None,
    until: str | None,
    limit: int | None,
    case: str | None,
    folder: Path,
    as_json: bool,
) -> int:
    """Print the statements that hold all WORDS, or all there are.

    Words are found in whatever form they are written: солдат finds солдати. Words in quotation marks stand one after
    the other as they are written.

    The newest documents come first, by the date that they give themselves, or the time of capture where they give none;
    a document's statements stand in the order of its text. Of a page that was captured several times the newest version
    counts. A document that is dated less precisely than DATE is there if it may fit.
    """
    import sys
    from contextlib import closing
    from itertools import islice

    from firsthand.archive.questions import Asked
    from firsthand.archive.questions import statements as found
    from firsthand.cli.archives import opened
    from firsthand.cli.listing import statement_lines
    from firsthand.cli.output import json_line, message, result
    from firsthand.cli.terminal import screen

    asked = Asked(" ".join(words), by, outlet, language, since, until, case)
    with opened(folder) as archive, closing(found(archive, asked)) as listed:
        some = islice(listed, limit)
        lines = (json_line(each.record) for each in some) if as_json else statement_lines(some, screen(sys.stdout))
        line = None
        for line in lines:
            result(line)
        if line is None:
            message("nothing that was asked for is here")
        elif next(listed, None):
            message(f"there are more than these {limit}")
    return 0
