"""Lines: what a verb tells a person, a label and words beside it, wrapped to the screen."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.cli.terminal import Screen, Style, clean, columns, wrap

_INDENT = 12


def hang(
    screen: Screen, label: str, text: str, indent: int = _INDENT, style: Style = "", label_style: Style = "id"
) -> Iterator[str]:
    """Yield a label and, from column `indent` on, a text that nothing in it can break out of, wrapped to the screen.

    Spaces that do not break keep words together. A label too long for its room pushes the text on.
    """
    indent = max(indent, columns(label) + 1) if label else indent
    for line in list(wrap(clean(text), screen.width - indent)) or [""]:
        pad = " " * (indent - columns(label))
        yield (screen.paint(label, label_style) + pad + screen.paint(line.replace("\u00a0", " "), style)).rstrip()
        label = ""


def fact(screen: Screen, label: str, text: str, style: Style = "") -> Iterator[str]:
    """Yield what something is, under a label that stands back."""
    return hang(screen, label, text, style=style, label_style=style or "dim")


def whole(screen: Screen, label: str, text: str, style: Style = "") -> Iterator[str]:
    """Yield what is to be copied under its label, never cut: a digest, a key, a path."""
    yield f"{screen.paint(f'{label:{_INDENT}}', 'dim')}{screen.paint(clean(text), style)}"
