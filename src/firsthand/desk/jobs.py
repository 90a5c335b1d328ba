"""Jobs: what takes longer than a page may, done by a worker beside the desk, one after the other."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django_tasks import task

from firsthand.desk.here import archive
from firsthand.desk.keeping import seal
from firsthand.desk.models import Adding
from firsthand.errors import FirsthandError
from firsthand.trunk import weights

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive
    from firsthand.archive.intake import Kept
    from firsthand.capture import Target

VERIFY = "verify"
_PASTED = "pasted.txt"
_NAMED = 200  # findings that are told one by one


def begin(made: Adding) -> None:
    """Hand something to the worker."""
    made.state, made.cancelled, made.error, made.told = Adding.WAITING, False, "", []
    made.began = made.ended = None
    made.save()
    run.enqueue(made.pk)


def cancel(made: Adding) -> None:
    """Ask for something to be stopped: before it begins, or before its next capture."""
    Adding.objects.filter(pk=made.pk).update(cancelled=True)
    Adding.objects.filter(pk=made.pk, state=Adding.WAITING).update(state=Adding.CANCELLED, ended=timezone.now())


def begin_interrupted() -> None:
    """Hand over again what a worker was at when it stopped: adding goes on where it was."""
    for made in Adding.objects.filter(state=Adding.RUNNING):
        begin(made)


def folder_of(here: Archive, made: Adding) -> Path:
    """Return where the files wait that were sent for something."""
    return here.folder / "uploads" / str(made.pk)


@task()
def run(number: int) -> None:
    """Do it, unless it was cancelled meanwhile."""
    if not Adding.objects.filter(pk=number, state=Adding.WAITING).update(state=Adding.RUNNING, began=timezone.now()):
        return
    made = Adding.objects.select_related("account").get(pk=number)
    here = archive().acting_as(made.account.get_username())
    state = Adding.FAILED
    try:
        (_verify if made.kind == VERIFY else _add)(here, made)
        state = Adding.CANCELLED if _is_cancelled(made) else Adding.FAILED if made.error else Adding.DONE
    except FirsthandError as error:
        made.error = str(error)
    except Exception as error:  # whatever it is, it has to be seen and not to stop the worker
        made.error = f"{type(error).__name__}: {error}"
        raise
    finally:
        seal(here)
        made.state, made.ended = state, timezone.now()
        made.save(update_fields=["state", "ended", "error", "told"])
        if made.state == Adding.DONE:
            shutil.rmtree(folder_of(here, made), ignore_errors=True)


@task()
def link() -> None:
    """Look again for the same statements elsewhere, of what people corrected."""
    if weights.linking_installed():
        from firsthand.archive.linker import link_outdated

        link_outdated(archive())
        seal(archive())


def _add(here: Archive, made: Adding) -> None:
    """Take in what was given, telling of each capture once it is durable."""
    from firsthand.archive.intake import intake
    from firsthand.reading.readers import best_reader

    given = [f"adding {made.pk}", *made.given]
    options: dict[str, Any] = {"language": made.language or None, "private": made.private}
    with intake(here, best_reader(), given, case=made.case, **options) as into:
        for target in _targets(here, made):
            for kept in into.take_in(target):
                made.told.append(_told(kept))
                made.save(update_fields=["told"])
                if kept.failed:
                    made.error = kept.error or ""
                if _is_cancelled(made):
                    return


def _targets(here: Archive, made: Adding) -> Iterator[Target]:
    """Yield what is to be captured; of what was sent the address is its name, wherever it lies here."""
    from firsthand.capture import gather

    if made.kind == "url":
        for each in made.given:
            yield from gather(each)
        return
    folder = folder_of(here, made)
    for target in gather(str(folder)):
        yield _named(target, folder)


def _named(target: Target, folder: Path) -> Target:
    place = Path(target.address)
    name = str(place.relative_to(folder)) if place.is_relative_to(folder) else target.address
    members = tuple(_named(each, folder) for each in target.members)
    return replace(target, address="-" if name == _PASTED else name, members=members)


def _told(kept: Kept) -> dict[str, Any]:
    return {
        "id": str(kept.id),
        "document": kept.document and str(kept.document),
        "address": kept.url or kept.address,
        "size": kept.size,
        "statements": kept.statements,
        "error": kept.error,
        "failed": kept.failed,
    }


def _verify(here: Archive, made: Adding) -> None:
    """Check everything; tell how much holds, and each thing that does not."""
    from firsthand.archive.verify import verify

    counts: Counter[str] = Counter()
    told: list[dict[str, Any]] = []
    for number, finding in enumerate(verify(here)):
        counts[f"{finding.what} {finding.result}"] += 1
        if finding.result != "ok" and len(told) < _NAMED:
            told.append({"what": finding.what, "id": finding.id, "result": finding.result, "says": finding.says})
        if number % 1000 == 0:
            made.told = [dict(counts), *told]
            made.save(update_fields=["told"])
            if _is_cancelled(made):
                break
    made.told = [dict(counts), *told]


def _is_cancelled(made: Adding) -> bool:
    return Adding.objects.filter(pk=made.pk, cancelled=True).exists()
