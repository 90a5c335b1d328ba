"""Subtitles and other transcripts with times: bytes of any of their formats → one Document with utterances."""

from firsthand.reading.subtitles.document import is_transcript, transcript_document

__all__ = ["is_transcript", "transcript_document"]
