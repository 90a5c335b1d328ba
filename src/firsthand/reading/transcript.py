"""Transcript: every utterance of a recording is a statement of its voice, in exactly its words.

What stands before the utterances, title and description, is prose and read as such.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firsthand.languages import CODES
from firsthand.reading.ages import asks_age, told_age
from firsthand.reading.captives import presents_captives
from firsthand.reading.grammar.assemble import readable
from firsthand.reading.grammar.bits import KIN, ROLE, TITLE
from firsthand.reading.grammar.circumstances import mark
from firsthand.reading.grammar.lexicon import lexicon
from firsthand.reading.grammar.passage import passage
from firsthand.reading.grammar.voices import NOBODY, Voices
from firsthand.reading.reader import Reading
from firsthand.reading.statement import Speaker, Statement
from firsthand.reading.subtitles.no_names import is_no_name
from firsthand.text import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from firsthand.reading.grammar.names import Entity, Name
    from firsthand.reading.grammar.passage import Passage
    from firsthand.text import Span

NAME: Final = "transcript 1"
_BEFORE: Final = 2  # utterances before an answer in which its question may stand


def read_transcript(document: Document, prose: Callable[[Document], Reading]) -> Reading:
    """Return what a document with utterances says: its prose first, then what is heard, one statement an utterance.

    Args:
        document: With utterances, after all else that its text holds.
        prose: Reads what stands before them.
    """
    head = head_of(document)
    before = prose(head) if head.text.strip() else Reading(document.id)
    document, notes = readable(document)
    count = len(before.statements)
    said = tuple(
        Statement(
            id=f"s{number}",
            document_id=document.id,
            type="direct",
            act="speech",
            source=(each.voice,) if each.voice else (),
            cue=(),
            content=(each.words,),
            speaker=NOBODY,
            circumstances=("translated",) if document.translated else (),
            reader=NAME,
        )
        for number, each in enumerate(document.utterances, count + 1)
    )
    if document.language in CODES:
        said, told = _known(document, head, before, said)
    else:
        told, voices = before.statements, dict[str, Speaker]()
        captives = _of_captives(document, head)
        said = tuple(
            replace(each, speaker=_called(document, each.source[0], voices)) if each.source else each for each in said
        )
        said = tuple(map(_captive, said)) if captives else said
    notes = tuple(note for note in notes if note not in before.notes)
    return replace(before, statements=(*told, *said), notes=(*before.notes, *notes))


def head_of(document: Document) -> Document:
    """Return the part of a document that stands before its utterances, without them."""
    first = document.utterances[0]
    start = (first.voice or first.words).start
    end = document.text.rfind("\n", 0, start) + 1
    return replace(
        document,
        text=document.text[:end],
        links=tuple(link for link in document.links if (link.words.end if link.words else link.at) <= end),
        furniture=tuple(span for span in document.furniture if span.end <= end),
        utterances=(),
    )


def _called(document: Document, voice: Span, known: dict[str, Speaker]) -> Speaker:
    """Return the speaker of a voice, as far as its own words tell."""
    words = voice.of(document.text)
    if words not in known:
        known[words] = Speaker(None, "unknown", voice) if is_no_name(words) else Speaker(words, "named", voice)
    return known[words]


def _known(
    document: Document, head: Document, before: Reading, said: tuple[Statement, ...]
) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """Return what is said and what is told before it, with who speaks and in what circumstances."""
    p = passage(document.text, lexicon(document.language or ""), document.furniture)
    cast = _Cast(document, p)
    said = tuple(replace(each, speaker=cast.speaker(each.source[0])) if each.source else each for each in said)
    ages = _ages(document, said)
    said = tuple(
        replace(each, speaker=replace(each.speaker, age=ages.get(_key(each.speaker), each.speaker.age)))
        if each.source
        else each
        for each in said
    )
    captives = _of_captives(document, head)
    unknown = {each.id for each in said if each.source and each.speaker.kind == "unknown"}
    heard = {each.id: captives and each.id not in unknown for each in said}
    said = mark(document, p, said, before.credits, heard)
    of_name = {each.speaker.name: each.speaker for each in said}
    return said, tuple(_told(statement, cast, of_name) for statement in before.statements)


def _of_captives(document: Document, head: Document) -> bool:
    """Tell whether title or description speak of captives, in the language of what is said or in their own."""
    return presents_captives(head, document.language) or bool(
        document.about and presents_captives(Document(document.id, document.about))
    )


def _captive(statement: Statement) -> Statement:
    """Return a statement that is taken to be a captive's, unless its voice is nobody whom the recording presents."""
    if statement.source and statement.speaker.kind == "unknown":
        return statement
    speaker = replace(statement.speaker, circumstances=("captivity",))
    return replace(statement, speaker=speaker, circumstances=("in_custody", *statement.circumstances))


def _told(statement: Statement, cast: _Cast, heard: dict[str | None, Speaker]) -> Statement:
    """Return a statement of title or description with the fullest name of a speaker who is heard as well."""
    mention = statement.speaker.mention
    if mention is None or statement.speaker.kind != "named" or (entity := cast.entity(mention)) is None:
        return statement
    if (speaker := heard.get(cast.voices.speaker(entity).name)) is None:
        return statement
    both = (each for each in ("captivity", "minor", "victim", "source"))
    either = {*speaker.circumstances, *statement.speaker.circumstances}
    role = speaker.role or statement.speaker.role
    circumstances = tuple(each for each in both if each in either)
    return replace(statement, speaker=replace(speaker, role=role, circumstances=circumstances))


class _Cast:
    """Who the voices of one document are."""

    def __init__(self, document: Document, p: Passage) -> None:
        self.document, self.p = document, p
        self.voices = Voices(p)
        self._known: dict[str, Speaker] = {}

    def speaker(self, voice: Span) -> Speaker:
        """Return the speaker of a voice; the same for each place at which it is called so."""
        words = voice.of(self.document.text)
        if words not in self._known:
            self._known[words] = self._speaker(voice, words)
        return self._known[words]

    def _speaker(self, voice: Span, words: str) -> Speaker:
        if is_no_name(words):
            return Speaker(None, "unknown", voice)
        name = self._name(voice)
        first, end = self._range(voice)
        if name is not None and len(name.words) == 1 and name.first == first:
            first = name.end  # its capital letter may be the label's: Captured soldier
        elif name is not None:
            first = end
        if any(self.p.tokens.flags[i] & (ROLE | TITLE | KIN) for i in range(first, end)):
            return Speaker(None, "unnamed", voice)
        if name is None or (name.entity.sort == "outlet" and self.voices.known.inflected and words.isascii()):
            return Speaker(words, "named", voice)  # in prose a name in Latin letters is an outlet's, here a person's
        return self.voices.speaker(name.entity)

    def entity(self, span: Span) -> Entity | None:
        """Return whom a place names."""
        name = self._name(span)
        return name.entity if name else None

    def _name(self, span: Span) -> Name | None:
        first, end = self._range(span)
        names = [name for name in self.voices.names.between(first, end) if name.end <= end]
        return names[-1] if names else None

    def _range(self, span: Span) -> tuple[int, int]:
        tokens = self.p.tokens
        return tokens.at(span.start), bisect_left(tokens.starts, span.end)


def _key(speaker: Speaker) -> str | Span | None:
    return speaker.name or speaker.mention


def _ages(document: Document, said: Sequence[Statement]) -> dict[str | Span | None, int]:
    """Return how old those are who tell it themselves, when asked or unasked."""
    found: dict[str | Span | None, int] = {}
    language, asked = document.language or "", -_BEFORE - 1
    for place, each in enumerate(said):
        words = each.content[0].of(document.text)
        who = _key(each.speaker)
        if each.source and each.speaker.kind in ("named", "unnamed") and who not in found:
            age = told_age(words, language, asked=place - asked <= _BEFORE)
            if age is not None:
                found[who] = age
        if asks_age(words, language):
            asked = place
    return found
