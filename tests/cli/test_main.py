"""The command as a person's shell meets it: in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from firsthand import __version__
from firsthand.cli.main import app

COMMAND = [sys.executable, "-c", "from firsthand.cli.main import main; main()"]
SENTENCE = "“We are leaving on Monday,” said Ana Rey, a driver from Lindholm."


def firsthand(*arguments, given="", environment=None, **more):
    return subprocess.run(  # noqa: S603  # our own command
        [*COMMAND, *arguments],
        input=given.encode("utf-8"),
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **(environment or {})},
        **more,
    )


def records(done):
    return [json.loads(line) for line in done.stdout.decode("utf-8").split("\n")[:-1]]


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{SENTENCE}\n{name}", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "status", "out", "err"),
    [
        pytest.param(["--version"], 0, f"firsthand {__version__}\n", "", id="version"),
        pytest.param(["--help"], 0, "firsthand read page.html", "", id="help has an example"),
        pytest.param(["read", "--help"], 0, "firsthand read --json folder/", "", id="a verb's help has examples"),
        pytest.param(["demo", "--help"], 0, "firsthand demo", "", id="so has the other's"),
        pytest.param(["read"], 2, "", "Missing argument", id="nothing to read"),
        pytest.param(["reaad", "x"], 2, "", "'read'?", id="no such verb"),
        pytest.param(["read", "--yaml", "x"], 2, "", "No such option", id="no such option"),
        pytest.param(["read", "--lang", "e3", "x"], 2, "", "no language code", id="no language"),
        pytest.param(["read", "gone.txt"], 1, "", "firsthand: gone.txt: there is no such file", id="no such file"),
        pytest.param(["read", "."], 1, "", "firsthand: .: a folder, not a file, with nothing to", id="empty folder"),
        pytest.param(["read", "http://127.0.0.1:9/"], 1, "", "--allow-private", id="private address"),
    ],
)
def test_exit_status_and_streams(tmp_path, arguments, status, out, err):
    done = firsthand(*arguments, cwd=tmp_path)
    assert done.returncode == status
    assert out in done.stdout.decode()
    assert bool(done.stdout) == bool(out)
    assert err in done.stderr.decode()
    assert bool(done.stderr) == bool(err)


def test_standard_input_is_read_for_people():
    done = firsthand("read", "-", given=SENTENCE)
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode()
    assert "Ana Rey\n" in shown
    assert "  s1  “We are leaving on Monday,”\n" in shown
    assert "line 1 [0–27]" in shown
    assert "\x1b" not in shown


def test_standard_input_is_read_for_programs():
    done = firsthand("read", "-", "--json", "--lang", "EN-gb", given=SENTENCE)
    assert (done.returncode, done.stderr) == (0, b"")
    (made,) = records(done)
    assert (made["input"], made["id"], made["lang"], made["text"]) == ("-", "d1", "en", SENTENCE)
    (said,) = made["attributions"]
    assert (said["id"], said["content"], said["speaker"]["name"]) == ("s1", [[0, 27]], "Ana Rey")


def test_a_folder_is_read_in_order_and_a_failure_stops_nothing(folder):
    (folder / "a" / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    done = firsthand("read", "--json", str(folder), "gone.txt", str(folder / "b.txt"))
    assert done.returncode == 1
    made = records(done)
    assert [each["input"] for each in made] == [
        str(folder / "a/picture.png"),
        str(folder / "a/z.txt"),
        str(folder / "b.txt"),
        "gone.txt",
        str(folder / "b.txt"),
    ]
    assert [each.get("id") for each in made] == [None, "d2", "d3", None, "d5"]
    assert [set(each) for each in made if "error" in each] == [{"input", "error"}] * 2
    assert [[said["id"] for said in each["attributions"]] for each in made if "id" in each] == [["s1"]] * 3
    assert done.stderr.decode().count("firsthand: ") == 2


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are text there")
def test_a_locale_without_letters_and_a_name_that_is_no_text_change_nothing(tmp_path):
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(name, "wb") as stream:
        stream.write("«Ми їдемо в понеділок», — сказала Ганна Рей.".encode())
    posix = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    for arguments in (["read", name], ["read", "--json", name], ["read", "--json", name + b"x"]):
        done = firsthand(*arguments, environment=posix)
        assert b"Traceback" not in done.stderr
        assert "�.txt" in "".join(done.stdout.decode("utf-8").split())
    assert "«Ми їдемо" in firsthand("read", name, environment=posix).stdout.decode()


def test_a_reader_that_leaves_is_not_complained_about(folder):
    with subprocess.Popen(  # noqa: S603  # our own command
        [*COMMAND, "read", "--json", *[str(folder)] * 200], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout.readline().startswith(b"{")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
def test_an_interruption_is_quiet(folder):
    with subprocess.Popen(  # noqa: S603  # our own command
        [*COMMAND, "read", "--json", str(folder / "b.txt"), "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.readline()  # now it waits for standard input
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30) == (b"", b"\n")  # that ends the terminal's line with ^C
    assert process.returncode == 130


def test_a_sentence_of_plain_text_loads_nothing_heavy():
    code = (
        "import sys; from firsthand.cli.main import app; app.main(['read', '-'], standalone_mode=False);"
        "heavy = {'httpx', 'lxml', 'trafilatura', 'htmldate', 'pypdfium2', 'rich'};"
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=SENTENCE.encode(), capture_output=True, check=True)  # noqa: S603
    assert done.stderr == b"\n"


def test_help_lists_every_verb_in_the_order_in_which_a_person_meets_them():
    shown = firsthand("--help").stdout.decode()
    verbs = [line.split()[0] for line in shown.splitlines() if line.startswith("  ") and line[2:3].isalpha()]
    listed = [verb for verb in verbs if verb in app.commands]
    assert listed == list(app.commands)
    assert listed[:4] == ["demo", "read", "init", "add"]
    assert "...\n" not in shown.partition("To begin")[2]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell there closes nothing")
def test_a_closed_output_is_said_before_anything_is_done(tmp_path):
    close = ["sh", "-c", '"$@" >&-', "sh"]
    done = subprocess.run([*close, *COMMAND, "init", str(tmp_path / "a")], capture_output=True, check=False)  # noqa: S603
    assert (done.returncode, (tmp_path / "a").exists()) == (1, False)
    assert done.stderr.decode().startswith("firsthand: standard output is closed")
    done = subprocess.run(["sh", "-c", '"$@" 2>&-', "sh", *COMMAND, "read", "gone"], capture_output=True, check=False)  # noqa: S603, S607
    assert (done.returncode, done.stdout) == (1, b"")
