"""Whisper: what is said in a recording, as a model heard it (Radford et al. 2022, arXiv:2212.04356).

Run by faster-whisper, which the extra `transcribe` installs, with a model that a person gives: none comes with us.
"""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from firsthand.errors import FirsthandError

_MODEL: Final = "model.bin"
_FILES: Final = (_MODEL, "config.json", "tokenizer.json")  # without the last faster-whisper would ask the network


class NoModelError(FirsthandError):
    """There is no model to transcribe with, or nothing to run it."""


class NotHeardError(FirsthandError):
    """Nothing could be heard in a recording: it is broken, or has no sound."""


class Whisper:
    """A model, loaded. The same recording gives the same transcript, on one kind of processor.

    Args:
        folder: Where the model lies, in the form of CTranslate2 with its `tokenizer.json`.

    Raises:
        NoModelError: faster-whisper is not installed, or there is no model in the folder.
    """

    def __init__(self, folder: Path) -> None:
        if find_spec("faster_whisper") is None:
            raise NoModelError(
                "transcribing needs faster-whisper, which is not installed here; "
                "'pip install \"firsthand[transcribe]\"' installs it"
            )
        if missing := [name for name in _FILES if not (folder / name).is_file()]:
            raise NoModelError(
                f"{folder} is no model for faster-whisper: {' and '.join(missing)} not found. "
                "It takes models of Whisper in the form of CTranslate2"
            )
        from faster_whisper import WhisperModel

        try:
            self._model = WhisperModel(str(folder), device="cpu", local_files_only=True)
        except (RuntimeError, ValueError) as error:
            raise NoModelError(f"{folder}: the model cannot be loaded: {error}") from None
        with (folder / _MODEL).open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        self.name: Final = f"faster-whisper {version('faster-whisper')}, model {folder.name} (sha256:{digest})"

    def transcript(self, recording: Path, language: str | None = None) -> bytes:
        """Return what is said in a recording, as JSON in Whisper's own form: segments with their seconds.

        Args:
            recording: A file with sound, in any form that FFmpeg reads.
            language: BCP 47, where it is known; else told from the first half minute.

        Raises:
            NotHeardError: It cannot be decoded, or has no sound.
        """
        from av.error import FFmpegError

        spoken = language.partition("-")[0].lower() if language else None
        known = spoken if spoken in self._model.supported_languages else None
        try:
            heard, about = self._model.transcribe(str(recording), language=known, temperature=0.0)
            segments = [
                {
                    "id": at,
                    "start": round(each.start, 3),
                    "end": round(each.end, 3),
                    "text": each.text,
                    "temperature": each.temperature,
                    "avg_logprob": round(each.avg_logprob, 4),
                    "compression_ratio": round(each.compression_ratio, 4),
                    "no_speech_prob": round(each.no_speech_prob, 4),
                }
                for at, each in enumerate(heard)
            ]
        except (FFmpegError, IndexError, ValueError) as error:  # the second: a file without a sound track
            raise NotHeardError(f"no sound can be decoded: {error}") from None
        said = {
            "text": "".join(str(each["text"]) for each in segments),
            "segments": segments,
            "language": about.language,
            "made_by": self.name,
        }
        return json.dumps(said, ensure_ascii=False, indent=1).encode()
