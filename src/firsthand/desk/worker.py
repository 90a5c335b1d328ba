"""The worker: a process of its own beside the desk, `python -m firsthand.desk.worker DIR`."""

from __future__ import annotations

import sys
from pathlib import Path

from firsthand.desk.configure import open_desk


def main(folder: Path) -> None:
    """Do jobs of the desk of the archive in a folder until stopped."""
    open_desk(folder)
    from django.core.management import call_command

    from firsthand.desk.jobs import begin_interrupted

    begin_interrupted()
    call_command("db_worker", "--interval", "0.5", "--no-startup-delay", verbosity=0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
