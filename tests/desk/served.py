"""A desk that is served, and people who sit at it."""

import os
import re
import subprocess
import sys
import threading
from typing import ClassVar

import httpx

from tests.cli.command import COMMAND

PASSWORD = "correct horse battery staple"  # noqa: S105  # invented people have no other
_FORM = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Served:
    """`firsthand serve` on the archive in a folder, until it is closed."""

    def __init__(self, archive, environment, *options):
        self.archive, self.environment = archive, environment
        command = [*COMMAND, "serve", "--archive", str(archive), "--port", "0", "--no-browser", *options]
        self.process = subprocess.Popen(  # noqa: S603  # our own command
            command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        self.said = []
        for line in self.process.stderr:
            self.said.append(line)
            if found := re.search(r"http://\S+/", line):
                self.address = found[0]
                break
        else:
            raise AssertionError("".join(self.said))
        self.listening = threading.Thread(target=self._listen, daemon=True)
        self.listening.start()

    def _listen(self):
        self.said.extend(self.process.stderr)

    def close(self):
        for person in [each for each in Person.here if each.address == self.address]:
            person.client.close()
            Person.here.remove(person)
        self.process.terminate()
        self.process.wait(20)
        self.listening.join(20)
        self.process.stderr.close()

    def first(self, name="marta"):
        """Make the first account; it is the custodian's."""
        person = Person(self.address)
        assert person.send("welcome", username=name, password=PASSWORD).status_code == 302
        return person

    def invited(self, custodian, role, name):
        """Have the custodian invite somebody, who makes an account."""
        page = custodian.send("users", role=role)
        link = re.search(r"<code[^>]*data-link>([^<]+)<", page.text)[1]
        person = Person(self.address)
        assert person.send(link, username=name, password=PASSWORD).status_code == 302
        return person


class Person:
    """Somebody with a browser: cookies are kept, forms are sent with their token, redirects are not followed."""

    here: ClassVar = []

    def __init__(self, address):
        self.address = address
        self.here.append(self)
        self.client = httpx.Client(base_url=address, timeout=60)

    def get(self, path, **options):
        return self.client.get(path, **options)

    def read(self, path):
        """Return a page that has to be there."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:2000])
        return answer.text

    def token(self):
        """Return a token for a form; any page that has one will do."""
        for path in ("settings", "accounts/login/", "welcome"):
            if found := _FORM.search(self.client.get(path, follow_redirects=True).text):
                return found[1]
        raise AssertionError("no page has a form")

    def send(self, path, files=None, **said):
        return self.client.post(path, data={"csrfmiddlewaretoken": self.token(), **said}, files=files)

    def sign_in(self, name, password=PASSWORD):
        return self.send("accounts/login/", login=name, password=password)


def run_at_desk(code, archive, environment):
    """Run Python in a process that is set up as the desk of an archive is, and return what it printed."""
    prelude = (
        "from pathlib import Path\nfrom firsthand.desk.configure import open_desk\narchive = open_desk(Path({!r}))\n"
    )
    done = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", prelude.format(str(archive)) + code],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
