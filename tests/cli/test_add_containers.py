import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.capture.warcs import BRIDGE, PAGE, RESPONSE, REVISIT, packed, wacz, zipped

CONTAINERS = Path(__file__).parents[1] / "capture" / "containers"
GOLDEN = shutil.ignore_patterns("*.members.txt", "*.documents.txt")

TOCHKA = (CONTAINERS / "tochka" / "result.json").read_bytes()
YT_DLP = """#!{}
import sys
if "--version" in sys.argv:
    print("2026.10.26")
else:
    open("x.info.json", "w").write({!r})
    open("x.en.vtt", "w").write({!r})
    open("x.uk.vtt", "w").write({!r})
"""
VTT = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Marta Kolvin>The bridge was gone.\n"
TALK = {
    "id": "x",
    "title": "By the river",
    "webpage_url": "https://kadr.example/watch/x",
    "extractor": "kadr",
    "uploader": "Severnaya Liniya",
    "upload_date": "20230306",
    "duration": 3,
    "language": "en",
    "a_field_of_next_year": [1],
}


@pytest.fixture
def shell(tmp_path, kept):
    return kept(tmp_path)


def copied(shell, name):
    shutil.copytree(CONTAINERS / name, shell.folder / name, ignore=GOLDEN)
    return name


def records(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_an_export_of_a_public_channel(shell):
    done = shell("add", "--json", copied(shell, "tochka"))
    assert (done.returncode, done.stderr) == (0, b"")
    main, *members = records(done)
    address = str(shell.folder / "tochka" / "result.json")
    assert (main["url"], main["document"], main["error"]) == (address, None, None)
    assert [each["url"] for each in members[:4]] == [f"{address}#{key}" for key in (3600, 3614, 3615, 3616)]
    assert [each["statements"] for each in members] == [1, 1, 0, 0, 0]
    assert shell.records("show", members[1]["id"])[0]["within"] == {"id": main["id"], "key": "3614"}
    assert {each["outlet"] for each in shell.records("statements")} == {"Tochka"}
    again = records(shell("add", "--json", "tochka"))
    assert [each["document"] for each in again] == [each["document"] for each in (main, *members)]
    assert len(shell.records("statements")) == 2
    assert "12 captures" in shell.made("verify")


def test_a_person_is_told_that_a_container_holds_others(shell):
    said = shell.made("add", copied(shell, "tochka") + "/result.json")
    assert "holds       what follows, each captured by itself" in said
    assert "in all      5 captures kept" in said


def test_a_private_chat_needs_a_word_and_a_case(shell):
    folder = copied(shell, "account")
    refused = shell("add", folder)
    assert refused.returncode == 1
    said = refused.stderr.decode()
    assert "holds what is private (personal chat, private supergroup, personal information" in said
    assert "say --private and the --case it is for" in said
    mistaken = shell("add", "--private", folder)
    assert (mistaken.returncode, mistaken.stdout) == (2, b"")
    assert "--private needs a case of its own" in mistaken.stderr.decode()
    shell.made("case", "add", "bridge", "--purpose", "to know")
    taken = records(shell("add", "--json", "--private", "--case", "bridge", folder))
    assert len(taken) == 4
    found = {each["speaker"]["name"]: each["speaker"]["circumstances"] for each in shell.records("statements")}
    assert found["Игорь Зарубко"] == ["source"]


def test_a_folder_of_all_that_at_once(shell):
    given = shell.folder / "given"
    given.mkdir()
    for name in ("tochka", "tochka-page", "feed"):
        shutil.copytree(CONTAINERS / name, given / name, ignore=GOLDEN)
    (given / "feed" / "sitemap.xml").unlink()
    (given / "crawl.warc.gz").write_bytes(packed())
    (given / "crawl.wacz").write_bytes(wacz({"data.warc.gz": packed()}))
    (given / "talk.info.json").write_text(json.dumps(TALK))
    (given / "talk.en.vtt").write_text(VTT)
    (given / "talk.webm").write_bytes(b"\x1a\x45\xdf\xa3")
    done = shell("add", "--json", "given")
    assert (done.returncode, done.stderr) == (0, b"")
    found = {each["url"]: each for each in records(done)}
    for address in (
        BRIDGE,
        "https://t.me/tochka/3614",
        "https://elcauce.example/puente",
        "https://kadr.example/watch/x",
    ):
        assert found[address]["document"], address
    heard = [each for each in shell.records("statements") if each["words"].startswith("The bridge was gone.")]
    assert [each["speaker"]["name"] for each in heard] == ["Marta Kolvin"]
    assert shell("verify").returncode == 0


@pytest.mark.parametrize(
    ("name", "data", "whole", "says"),
    [
        pytest.param("a.warc.gz", packed()[:-20], 5, "cut off", id="a WARC cut at its end"),
        pytest.param("a.warc", RESPONSE + RESPONSE[:-90], 1, "this record says", id="a WARC cut in the middle"),
        pytest.param("a.wacz", wacz({"a.warc": RESPONSE})[:-30], 0, "cannot be opened", id="a WACZ cut"),
        pytest.param("result.json", TOCHKA[:1500], 1, "breaks off", id="JSON cut"),
        pytest.param("x.rss", (CONTAINERS / "feed/rss.xml").read_bytes()[:-40], 2, "is cut off", id="a feed cut"),
    ],
)
def test_what_is_broken_ends_in_what_can_be_read_and_an_error(shell, name, data, whole, says):
    (shell.folder / name).write_bytes(data)
    done = shell("add", "--json", name)
    assert done.returncode == 1
    main, *members = records(done)
    assert main["error"] is None
    assert sum(each["digest"] is not None and says not in (each["error"] or "") for each in members) == whole
    assert says in done.stderr.decode()
    assert shell("verify").returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="the program is a script")
def test_the_address_of_a_video_is_given_to_yt_dlp(shell):
    program = shell.folder / "bin" / "yt-dlp"
    program.parent.mkdir()
    program.write_text(YT_DLP.format(sys.executable, json.dumps(TALK), VTT, VTT))
    program.chmod(0o755)
    address = "https://www.youtube.com/watch?v=x"
    done = shell("add", "--json", address, PATH=str(program.parent))
    assert (done.returncode, done.stderr) == (0, b"")
    video, ukrainian = records(done)
    assert (video["url"], video["obtained"], video["statements"]) == (TALK["webpage_url"], "fetched", 1)
    assert ukrainian["document"]
    told = shell.records("show", video["id"])[0]
    assert told["notes"] == ["fetched with yt-dlp 2026.10.26"]
    assert shell("verify").returncode == 0


def test_a_page_out_of_a_warc_says_that_it_is_imported(shell):
    (shell.folder / "a.warc").write_bytes(RESPONSE)
    _, page = records(shell("add", "--json", "a.warc"))
    assert (page["url"], page["obtained"], page["media_type"], page["statements"]) == (
        BRIDGE,
        "imported",
        "text/html",
        1,
    )
    told = shell.records("show", page["id"])[0]
    assert told["at"] == "2023-03-08T10:22:00.000Z"
    assert told["size"] == len(PAGE)


def test_a_revisit_is_a_capture_of_the_same_page_at_a_later_date(shell):
    (shell.folder / "a.warc").write_bytes(RESPONSE)
    (shell.folder / "b.warc.zst").write_bytes(zipped([REVISIT]))
    _, first, _, second = records(shell("add", "--json", "a.warc", "b.warc.zst"))
    assert (second["document"], second["digest"], second["error"]) == (first["document"], first["digest"], None)
    told = shell.records("show", second["id"])[0]
    assert (told["at"], told["size"]) == ("2023-03-09T08:00:00.000Z", len(PAGE))
    assert "those of a.warc at byte 0" in told["notes"][0]
    _, alone = records(shell("add", "--json", "b.warc.zst"))
    assert (alone["digest"], alone["url"]) == (None, BRIDGE)
    assert "if you have the WARC that holds it" in alone["error"]
    assert shell("verify").returncode == 0
