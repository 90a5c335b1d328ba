from firsthand.archive.archive import open_archive
from firsthand.archive.remarks import assign, grade, judge_edge, note, tag, translate
from tests.archive.press import write
from tests.cli.command import Shell


def test_what_people_remarked_is_shown_and_undone(tmp_path, monkeypatch):
    shell = Shell(tmp_path)
    shell.made("init", "archive")
    shell.made("case", "change", "main", "--tag", "convoy", "--grades")
    shell.made("add", *write(tmp_path / "pages", "dam.html", "mist.html"))
    said = shell.records("statements", "spring")[0]
    other = shell.records("statements", "--lang", "uk")[0]["document"]
    capture = shell.records("show", said["document"])[0]["captures"][0]["id"]
    person = said["speaker"]["person"]
    for name in ("FIRSTHAND_CONFIG", "FIRSTHAND_USER"):
        monkeypatch.setenv(name, shell.environment[name])
    archive = open_archive(tmp_path / "archive")
    grade(archive, said["id"], "B", 2)
    translate(archive, said["id"], "Гребля", language="uk", translator="Neva Orlyk", on="2026-05-01")
    assign(archive, said["id"], "marta")
    tag(archive, said["document"], "convoy")
    judge_edge(archive, said["document"], other, "refuse", reason="two witnesses")
    note(archive, person, "the harbour master")
    note(archive, capture, "came\x1b by post")
    archive.close()
    shown = " ".join(shell.made("show", said["id"]).split())
    for line in ("grade B2 · by marta", "in uk “Гребля” · draft, translated by Neva Orlyk, 2026-05-01", "to marta"):
        assert line in shown
    page = " ".join(shell.made("show", said["document"]).split())
    assert "tag convoy · by marta" in page
    assert f"edge {said['document'][:8]} → {other[:8]} refused" in page
    assert "noted “the harbour master” · by marta" in " ".join(shell.made("show", person).split())
    taken = shell.made("show", capture)
    assert "noted" in taken
    assert "\x1b" not in taken
    assert f"). capture {capture}\n" in shell.made("undo", capture, "--reason", "it did not")
    assert "noted" not in shell.made("show", capture)
    assert shell.records("show", capture)[0]["remarks"][0]["undone"]["reason"] == "it did not"
