import json
import wave

import numpy as np
import pytest

from tests.cli.command import Shell
from tests.trunk.whisper_model import SAID, write_model

pytest.importorskip("faster_whisper", reason="faster-whisper is not installed")


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_model(tmp_path_factory.mktemp("models") / "whisper-small")


@pytest.fixture
def shell(tmp_path):
    shell = Shell(tmp_path)
    shell.made("init", "archive")
    with wave.open(str(tmp_path / "talk.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        sound.writeframes((np.sin(np.arange(48000) / 20) * 9000).astype("<i2").tobytes())
    return shell


def test_what_is_said_in_a_recording_is_written_down_within_its_capture(shell, model):
    recording, transcript = shell.records("add", "--transcribe", model, "talk.wav")
    assert (recording["media_type"], recording["document"], recording["error"]) == ("audio/wav", None, None)
    assert (transcript["obtained"], transcript["statements"], transcript["error"]) == ("supplied", 1, None)
    (statement,) = shell.records("statements")
    assert statement["words"] == SAID
    shown = " ".join(shell.made("show", transcript["document"]).split())
    assert "machine-made transcript, by a speech recogniser (Whisper)" in shown
    assert "made here out of talk.wav by faster-whisper" in " ".join(shell.made("show", transcript["id"]).split())
    (appearance,) = json.loads(shell.made("trace", statement["id"], "--json"))["appearances"]
    assert appearance["seconds"] == [0.0, 2.0]
    assert shell("verify").returncode == 0


def test_of_a_video_without_subtitles_the_video_is_heard(shell, model):
    record = {"id": "k7", "title": "At the bridge", "webpage_url": "https://video.example/k7", "ext": "wav"}
    (shell.folder / "kept").mkdir()
    (shell.folder / "talk.wav").rename(shell.folder / "kept" / "k7.wav")
    (shell.folder / "kept" / "k7.info.json").write_text(json.dumps({**record, "extractor": "example", "duration": 3}))
    video, transcript = shell.records("add", "--transcribe", model, "kept")
    assert video["url"] == transcript["url"] == "https://video.example/k7"
    assert [each["words"] for each in shell.records("statements")] == [SAID]

    (shell.folder / "kept" / "k7.en.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nThey took the bridge.\n")
    assert len(shell.records("add", "--transcribe", model, "kept")) == 1


def test_the_same_recording_is_heard_the_same(shell, model):
    digests = {shell.records("add", "--transcribe", model, "talk.wav")[1]["digest"] for _ in range(2)}
    assert len(digests) == 1


def test_it_is_told_on_the_screen(shell, model):
    told = shell.made("add", "--transcribe", model, "talk.wav")
    assert "what follows, each captured by itself" in told
    assert "English · 1 statement" in told


def test_without_a_model_a_recording_is_kept_and_not_read(shell):
    done = shell("add", "talk.wav")
    assert done.returncode == 1
    assert "a sound recording: there is no text in it to read" in " ".join(done.stdout.decode().split())


def test_a_recording_without_sound_is_told(shell, model):
    (shell.folder / "broken.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(64))
    done = shell("add", "--transcribe", model, "broken.mp4")
    assert done.returncode == 1
    assert b"broken.mp4: no sound can be decoded" in done.stderr
    assert shell("verify").returncode == 0


def test_a_folder_without_a_model_is_told_before_anything_is_kept(shell):
    done = shell("add", "--transcribe", shell.folder, "talk.wav")
    assert done.returncode == 1
    assert b"is no model for faster-whisper: model.bin and config.json and tokenizer.json not found" in done.stderr
    assert shell.records("statements") == []
