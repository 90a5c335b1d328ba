"""`firsthand names`: two names compared, and why."""

from __future__ import annotations

import click

from firsthand.cli import options

_EXAMPLES = """\b
Examples:
  firsthand names "Антон Беляев" "Anton Belyaev"
  firsthand names --json - < pairs.tsv
"""


@click.command(epilog=_EXAMPLES)
@click.argument("given", metavar="A B | -", nargs=-1, required=True)
@options.as_json
def names(given: tuple[str, ...], as_json: bool) -> int:
    """Compare two names of people across alphabets and say why. Needs no archive.

    The score, 0 to 1, tells how alike they are spelt and sound: spelling only proposes, and people decide. With - pairs
    are read from standard input, two names a line with a tab between them, and answered in order.
    """
    import sys

    from firsthand.cli.lines import hang
    from firsthand.cli.output import json_line, result
    from firsthand.cli.terminal import clean, screen
    from firsthand.linking.names import PROPOSE, compare

    if list(given) == ["-"]:
        pairs = _pairs()
    elif len(given) == 2:
        pairs = [(given[0], given[1])]
    else:
        raise click.UsageError("two names are compared: put each into quotation marks, or say - for standard input")
    shown = screen(sys.stdout)
    for number, (a, b) in enumerate(pairs, 1):
        found = compare(a, b)
        if as_json:
            result(json_line({"a": a, "b": b, "score": found.score, "reasons": list(found.reasons)}))
            continue
        if number > 1:
            result("")
        verdict = "worth a look" if found.score >= PROPOSE else "not proposed"
        for line in hang(shown, "", f"{found.score:.2f}  {clean(a)} · {clean(b)} · {verdict}", 0, "bold"):
            result(line)
        for reason in found.reasons:
            for line in hang(shown, "", clean(reason), 6):
                result(line)
    return 0


def _pairs() -> list[tuple[str, str]]:
    """Read pairs of names from standard input, all before the first is answered: a wrong line then costs nothing."""
    import sys

    pairs: list[tuple[str, str]] = []
    for number, line in enumerate(sys.stdin.buffer.read().decode("utf-8", "replace").splitlines(), 1):
        a, tab, b = line.rstrip("\r\n").partition("\t")
        if not tab:
            raise click.UsageError(f"line {number} of standard input has no tab: two names, a tab between them")
        pairs.append((a, b))
    return pairs
