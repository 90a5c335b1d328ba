"""Lines: what a verb tells a person, a label and words beside it, wrapped to the screen."""

from __future__ import annotations

from firsthand.cli.terminal import Screen, Style, clean, wrap

_INDENT = 12


def labelled(screen: Screen, label: str, text: str, style: Style = "") -> str:
    """Return a label and a text as lines, the text under itself; spaces that do not break keep words together."""
    lines = list(wrap(clean(text), screen.width - _INDENT)) or [""]
    first, *more = (screen.paint(line.replace("\u00a0", " "), style) for line in lines)
    head = screen.paint(label, style or "dim") + " " * max(1, _INDENT - len(label))
    return "\n".join([(head + first).rstrip(), *(" " * _INDENT + line for line in more)])


def size_of(count: int) -> str:
    r"""Return bytes as a person reads them.

    >>> size_of(900), size_of(38_200), size_of(2_500_000)
    ('900\xa0bytes', '38\xa0KB', '2.5\xa0MB')
    """
    if count < 1000:
        return f"{count}\u00a0byte{'s' * (count != 1)}"
    if count < 1_000_000:
        return f"{count / 1000:.0f}\u00a0KB"
    return f"{count / 1_000_000:.1f}\u00a0MB" if count < 1e9 else f"{count / 1e9:.1f}\u00a0GB"


def number(count: int) -> str:
    r"""Return a number with its thousands apart.

    >>> number(1214)
    '1\u202f214'
    """
    return f"{count:,}".replace(",", "\u202f")
