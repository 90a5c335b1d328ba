"""The worker: a process of its own beside the desk, `python -m firsthand.desk.worker DIR`."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from firsthand.desk.configure import open_desk


def main(folder: Path) -> None:
    """Do jobs of the desk of the archive in a folder until stopped, or until the desk is gone."""
    threading.Thread(target=_end_with_the_desk, daemon=True).start()
    open_desk(folder)
    from django.core.management import call_command

    from firsthand.desk import jobs

    jobs.begin_interrupted()
    jobs.link.enqueue()  # what was corrected while no desk was open, or when it was closed
    call_command("db_worker", "--interval", "0.5", "--no-startup-delay", verbosity=0)


def _end_with_the_desk() -> None:
    """Stop this process once standard input is closed: then the desk was stopped, however that was."""
    while os.read(0, 1):  # not through `sys.stdin`: its lock would be held when this process ends
        pass
    os._exit(0)  # what it was at goes on when the desk is opened again


if __name__ == "__main__":
    main(Path(sys.argv[1]))
