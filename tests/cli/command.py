"""The command in a process of its own, and an archive for it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import firsthand.example

COMMAND = [sys.executable, "-c", "from firsthand.cli.main import main; main()"]
CASE = Path(firsthand.example.__file__).parent / "case"


class Shell:
    """Runs `firsthand` in a folder, with keys of its own and as Marta."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = {
            **os.environ,
            "FIRSTHAND_CONFIG": str(folder / "keys"),
            "FIRSTHAND_USER": "marta",
            "COLUMNS": "80",
        }
        self.environment.pop("FIRSTHAND_ARCHIVE", None)

    def __call__(self, *arguments, given=b"", **environment):
        return subprocess.run(  # noqa: S603  # our own command
            [*COMMAND, *map(str, arguments)],
            cwd=self.folder,
            env={**self.environment, **environment},
            input=given,
            capture_output=True,
            check=False,
            timeout=120,
        )

    def start(self, *arguments):
        return subprocess.Popen(  # noqa: S603  # our own command
            [*COMMAND, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def made(self, *arguments, **environment):
        """Run a command that has to do what it should; return what it printed."""
        done = self(*arguments, **environment)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def records(self, *arguments):
        return [json.loads(line) for line in self.made(*arguments, "--json").splitlines()]
