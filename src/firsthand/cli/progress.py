"""Progress: a bar on standard error, and only where a person looks at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def bar(what: str, total: int | None, *, as_json: bool = False) -> Iterator[Callable[..., None]]:
    """Show how far a verb has come until the block ends. What is printed meanwhile stands above the bar.

    Args:
        what: What is being done: `adding`.
        total: How many there are to do; None if that is not known.
        as_json: Whether records are printed, which no bar may break into lines.

    Yields:
        What to tell how many are done, and of how many if that is known only now.
    """
    if not sys.stderr.isatty() or (as_json and sys.stdout.isatty()):
        yield lambda done, of=None: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(None), MofNCompleteColumn(), TimeRemainingColumn())
    above = sys.stdout.isatty()  # results go past the bar where both are one terminal, and untouched where not
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, transient=True, redirect_stdout=above, expand=True) as shown:
        task = shown.add_task(what, total=total)
        yield lambda done, of=total: shown.update(task, completed=done, total=of)
