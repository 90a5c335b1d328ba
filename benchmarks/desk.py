"""What the desk's pages cost on a large archive, and whether it bears many people (`python -m benchmarks.desk N`).

Server time: the pages are answered in this process, as the server's threads do, and each is given as a multiple of the
desk's emptiest page measured in the same run. Load: a real server, 50 readers and 5 reviewers on loopback, for two
minutes; afterwards every decision that was acknowledged has to be in the log, and nothing may have failed.
"""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import UUID

import httpx

BUILD = Path(__file__).parents[1] / "build"
RUNS = 5
READERS, REVIEWERS, SECONDS = 50, 5, 120
PASSWORD = "correct horse battery staple"  # noqa: S105 - of invented people
_FORM = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def pages(archive: Any) -> dict[str, list[str]]:
    """Return the list pages, each with addresses that people ask for: the first page, deep ones, filters."""
    from firsthand.archive.paging import token

    draw = random.Random(8)  # noqa: S311 - the same each time
    run = archive.database.run
    said = [row[0].split() for row in run("SELECT tokens FROM statement WHERE number % 997 = 0 LIMIT 400")]
    words = [draw.choice(each) for each in draw.sample(said, min(25, len(said)))]
    outlets = [row[0] for row in run("SELECT outlet FROM document ORDER BY digest LIMIT 10")]
    names = [row[0] for row in run("SELECT name FROM appearance WHERE name IS NOT NULL ORDER BY id LIMIT 10")]
    tags = json.loads(archive.case("main").tags)
    deep = [
        token(day, number)
        for day, number in run("SELECT day, number FROM document WHERE newest ORDER BY digest LIMIT 10")
    ]
    return {
        "inbox": ["/"],
        "queue": ["/queue"],
        "queue, assigned": ["/queue?assigned=yes"],
        "queue, a tag": [f"/queue?tag={each}" for each in tags],
        "search, all": ["/search"],
        "search, a word": [f"/search?words={each}" for each in words],
        "search, two words": [f"/search?words={' '.join(draw.sample(each, 2))}" for each in draw.sample(said, 15)],
        "search, a word in a language": [f"/search?words={each}&language=ru" for each in words[:10]],
        "search, a speaker": [f"/search?by={each}" for each in names],
        "search, an outlet": [f"/search?outlet={each}" for each in outlets],
        "search, a year": [f"/search?since={year}&until={year}" for year in ("2021", "2022", "2023")],
        "search, a status": ["/search?status=confirmed", "/search?status=suggested"],
        "search, a tag": [f"/search?tag={each}" for each in tags],
        "search, a tag and a word": [
            f"/search?tag={each}&words={word}" for each, word in zip(tags, words, strict=False)
        ],
        "documents": ["/documents", *(f"/documents?after={each}" for each in deep)],
        "documents of an outlet": [f"/documents?outlet={each}" for each in outlets],
        "people": ["/people"],
        "people, a name": [f"/people?words={each.split()[0]}" for each in names],
        "outlets": ["/outlets"],
        "timeline": ["/timeline"],
        "sources still to find": ["/missing"],
        "failed": ["/failed"],
        "activity": ["/activity"],
        "added": ["/added"],
    }


def main(count: int) -> None:
    """Measure, and print what was found."""
    folder = BUILD / f"desk-{count}"
    subprocess.run([sys.executable, "-m", "benchmarks.desk_archive", str(count)], check=True)  # noqa: S603 - our own
    from firsthand.desk.configure import open_desk

    archive = open_desk(folder)
    from django.conf import settings
    from django.test import Client

    from firsthand.archive.clear import bring_up_to_date
    from firsthand.desk.models import Account

    settings.ALLOWED_HOSTS.append("testserver")
    began = time.process_time()
    bring_up_to_date(archive)
    print(f"what viewers may see, found anew: {time.process_time() - began:.0f} s of processor time")
    for role in ("viewer", "reviewer", "custodian"):
        if not Account.objects.filter(username=role).exists():
            account = Account(username=role, role=role)
            account.set_password(PASSWORD)
            account.save()
    for role in ("custodian", "viewer"):
        client = Client()
        client.force_login(Account.objects.get(username=role))
        _measure(client, archive, role)
    waiting = _whole(archive)
    sessions = {role: _sessions(role, count) for role, count in (("viewer", READERS), ("reviewer", REVIEWERS))}
    archive.close()
    _load(folder, waiting, sessions)


def _measure(client: Any, archive: Any, role: str) -> None:
    asked = pages(archive)
    if role == "viewer":
        asked = {
            name: each
            for name, each in asked.items()
            if each[0].partition("?")[0] not in ("/", "/queue", "/failed", "/activity", "/added")
            and "tag=" not in each[0]
        }
    empty = median(_seconds(client, "/settings")[0] for _ in range(30))
    print(f"\nas {role}: the emptiest page takes {empty * 1000:.1f} ms here; others, as multiples of it:\n")
    print(f"{'':32}{'median':>8}{'p95':>8}{'queries':>9}")
    for name, addresses in asked.items():
        times, queries = [], 0
        for address in addresses:
            found = [_seconds(client, address) for _ in range(RUNS)]
            times.append(min(took for took, _ in found) / empty)
            queries = max(queries, *(each for _, each in found))
        top = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        print(f"{name:32}{median(times):7.1f}×{top:7.1f}×{queries:9}")


def _seconds(client: Any, address: str) -> tuple[float, int]:
    """Return how long a page took, and how many queries it asked."""
    with _counted() as count:
        began = time.perf_counter()
        answer = client.get(address)
        took = time.perf_counter() - began
    assert answer.status_code == 200, (address, answer.status_code)
    return took, count()


@contextmanager
def _counted() -> Iterator[Callable[[], int]]:
    """Count the statements that SQLite is given on all connections of this thread."""
    from django.db import connections

    asked: Counter[str] = Counter()

    def note(sql: str) -> None:
        if not sql.startswith("--"):  # what the search index asks its own tables
            asked[sql.lstrip()[:6].upper()] += 1

    held = [each.connection for each in connections.all(initialized_only=True) if each.connection]
    for each in held:
        each.set_trace_callback(note)
    try:
        yield lambda: sum(
            n for verb, n in asked.items() if verb not in ("BEGIN ", "BEGIN", "ROLLBA", "COMMIT", "SAVEPO", "RELEAS")
        )
    finally:
        for each in held:
            each.set_trace_callback(None)


def _whole(archive: Any) -> list[str]:
    """Return statements that wait for a decision, of documents whose texts were written."""
    found = archive.database.run(
        "SELECT s.id, d.text FROM statement s JOIN document d ON d.id = s.document_id WHERE s.status = 'suggested'"
    )
    held = {text for text in {text for _, text in found} if archive.blobs.holds(text)}
    return [str(UUID(str(name))) for name, text in found if text in held]


def _sessions(role: str, count: int) -> list[str]:
    """Return the sessions of so many people who have signed in: fifty who do so in a minute are slowed down."""
    from django.conf import settings
    from django.test import Client

    from firsthand.desk.models import Account

    found = []
    for _ in range(count):
        client = Client()
        client.force_login(Account.objects.get(username=role))
        found.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    return found


def _load(folder: Path, waiting: list[str], sessions: dict[str, list[str]]) -> None:
    """Have many people at a real server at once, and look for what was lost."""
    command = [sys.executable, "-c", "from firsthand.cli.main import main; main()"]
    server = subprocess.Popen(  # noqa: S603 - this program
        [*command, "serve", "--archive", str(folder), "--port", "0", "--no-browser"], stderr=subprocess.PIPE, text=True
    )
    assert server.stderr
    address = re.search(r"http://\S+/", server.stderr.readline())
    assert address
    threading.Thread(target=server.stderr.read, daemon=True).start()  # a pipe that nobody empties stops who writes
    try:
        found = _Crowd(address[0], waiting, sessions).work()
    finally:
        server.terminate()
        server.wait(30)
    with closing(sqlite3.connect(folder / "firsthand.db")) as log:
        lost = [entry for entry in found["entries"] if not _is_confirmed(log, entry)]
    print(f"\nload, {READERS} readers and {REVIEWERS} reviewers for {SECONDS} s:")
    print(f"  pages read {found['read']}, decisions acknowledged {len(found['entries'])}, not in the log {len(lost)}")
    print(
        f"  answers that were no page: {dict(found['wrong'])}; median {found['median'] * 1000:.0f} ms a page under load"
    )


def _is_confirmed(log: sqlite3.Connection, entry: int) -> bool:
    row = log.execute('SELECT bytes FROM log_entry WHERE "index" = ?', [entry]).fetchone()
    return row is not None and json.loads(row[0])["act"] == "confirm"


class _Crowd:
    """Readers who read and reviewers who confirm, all at once."""

    def __init__(self, address: str, waiting: list[str], sessions: dict[str, list[str]]) -> None:
        self.address, self.waiting, self.sessions = address, waiting, sessions
        self.lock = threading.Lock()
        self.read, self.wrong, self.entries, self.times = 0, Counter[int](), list[int](), list[float]()

    def work(self) -> dict[str, Any]:
        until = time.monotonic() + SECONDS
        people = [threading.Thread(target=self._reader, args=(n, until)) for n in range(READERS)]
        people += [threading.Thread(target=self._reviewer, args=(n, until)) for n in range(REVIEWERS)]
        for each in people:
            each.start()
        for each in people:
            each.join()
        return {"read": self.read, "wrong": self.wrong, "entries": self.entries, "median": median(self.times)}

    def _signed_in(self, role: str, number: int) -> httpx.Client:
        cookie = {"firsthand-0": self.sessions[role][number]}  # called after the port that was asked for
        return httpx.Client(base_url=self.address, timeout=120, follow_redirects=True, cookies=cookie)

    def _reader(self, number: int, until: float) -> None:
        draw = random.Random(number)  # noqa: S311 - the same each time
        with closing(self._signed_in("viewer", number)) as client:
            while time.monotonic() < until:
                self._get(
                    client, draw.choice(["/search", "/documents", "/people", "/outlets", "/timeline", "/settings"])
                )

    def _reviewer(self, number: int, until: float) -> None:
        with closing(self._signed_in("reviewer", number)) as client:
            while time.monotonic() < until:
                token = _FORM.search(self._get(client, "/queue").text)
                with self.lock:
                    name = self.waiting.pop()
                said = {"csrfmiddlewaretoken": token[1] if token else "", "next": "/settings"}
                answer = client.post(f"/decide/confirm/{name}", data=said)
                match = re.search(r"log entry (\d+)", answer.text)
                with self.lock:
                    if match:
                        self.entries.append(int(match[1]))
                    else:
                        self.wrong[answer.status_code] += 1

    def _get(self, client: httpx.Client, path: str) -> httpx.Response:
        began = time.monotonic()
        answer = client.get(path)
        with self.lock:
            self.read += 1
            self.times.append(time.monotonic() - began)
            if answer.status_code != 200:
                self.wrong[answer.status_code] += 1
        return answer


if __name__ == "__main__":
    os.environ["FIRSTHAND_CONFIG"] = str(BUILD / "desk-keys")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
