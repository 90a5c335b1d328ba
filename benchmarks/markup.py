"""Markup: sample texts with what a careful reader finds in them marked in place (`samples/README.md`)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, cast, get_args

from firsthand.errors import FirsthandError
from firsthand.reading.statement import Kind, Speaker
from firsthand.scoring import GoldCredit, GoldDocument, GoldStatement
from firsthand.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = re.compile(r"\{(?P<role>[scq])(?P<numbers>\d+(?:,\d+)*):|\{(?P<other>[fo]):|(?P<close>\})|(?P<stray>\{)")
_SPEAKER = re.compile(r"@(?P<numbers>\d+(?:,\d+)*) (?P<kind>\w+)(?: (?P<name>\S.*))?")


class MarkupError(FirsthandError):
    """A sample whose marks do not fit together."""


def read_samples(marked: str, language: str) -> Iterator[GoldDocument]:
    """Read the samples of one language's file.

    Raises:
        MarkupError: A mark is not closed or not known, a statement has no words or no speaker.
    """
    head, *samples = re.split(r"^=== *", marked, flags=re.MULTILINE)
    if head.strip():
        raise MarkupError(f"samples/{language}: {head[:40]!r} stands before the first ===")
    for sample in samples:
        title, _, body = sample.partition("\n")
        yield read_sample(body, id=f"{language}: {title.strip()}", language=language)


def read_sample(marked: str, *, id: str, language: str) -> GoldDocument:  # noqa: A002
    r"""Read one sample: its text without the marks, and what they mark.

    >>> document = read_sample("{q1:“No,”} {c1:said} {s1:Anna Vell}.\n@1 named Anna Vell", id="a", language="en")
    >>> document.text, document.statements[0].content[0].of(document.text), document.statements[0].speaker.name
    ('“No,” said Anna Vell.', '“No,”', 'Anna Vell')
    """
    speakers: dict[str, Speaker] = {}
    lines = marked.rstrip().split("\n")
    while lines[-1].startswith("@"):
        speakers |= _speakers(lines.pop(), id)
    text, spans = _unmark("\n".join(lines), id)
    numbers = sorted({key[1:] for key in spans if key[0] in "scq"}, key=lambda n: (spans[f"q{n}"], n))
    if missing := [n for n in numbers if not spans[f"q{n}"]]:
        raise MarkupError(f"{id}: statement {missing[0]} has no words; mark them with {{q{missing[0]}:…}}")
    if set(numbers) != set(speakers):
        odd = sorted(set(numbers) ^ set(speakers))[0]
        raise MarkupError(f"{id}: statement {odd} needs both marks in the text and a line “@{odd} kind name” below it")
    return GoldDocument(
        id=id,
        language=language,
        text=text,
        statements=tuple(
            GoldStatement(tuple(spans[f"s{n}"]), tuple(spans[f"c{n}"]), tuple(spans[f"q{n}"]), speakers[n])
            for n in numbers
        ),
        furniture=tuple(spans["f"]),
        credits=tuple(GoldCredit(span.of(text), (span,)) for span in spans["o"]),
        speakers=True,
    )


def _unmark(marked: str, id: str) -> tuple[str, defaultdict[str, list[Span]]]:  # noqa: A002
    text = ""
    at = 0
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    opened: list[tuple[list[str], int]] = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark["stray"] or (mark["close"] and not opened):
            raise MarkupError(f"{id}: {marked[mark.start() : mark.start() + 30]!r} is no mark, see samples/README.md")
        if mark["close"]:
            keys, start = opened.pop()
            for key in keys:
                spans[key].append(Span(start, len(text)))
        else:
            keys = [mark["role"] + n for n in mark["numbers"].split(",")] if mark["role"] else [mark["other"]]
            opened.append((keys, len(text)))
    if opened:
        raise MarkupError(f"{id}: the mark of {', '.join(opened[-1][0])} is not closed")
    for found in spans.values():
        found.sort()
    return text + marked[at:], spans


def _speakers(line: str, id: str) -> dict[str, Speaker]:  # noqa: A002
    found = _SPEAKER.fullmatch(line.strip())
    if not found or found["kind"] not in get_args(Kind):
        raise MarkupError(f"{id}: {line!r} is not “@number kind name”; kinds are {', '.join(get_args(Kind))}")
    return dict.fromkeys(found["numbers"].split(","), Speaker(found["name"], cast("Kind", found["kind"])))
