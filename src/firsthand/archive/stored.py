"""Values as the archive keeps them in blobs, and back: what comes out equals what went in."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from firsthand import __version__
from firsthand.capture import Archived, Capture, Part
from firsthand.capture.member import Member
from firsthand.reading.credit import Credit
from firsthand.reading.reader import Reading
from firsthand.reading.statement import Speaker, Statement
from firsthand.reading.words import lemmas, tokens
from firsthand.text import Date, Document, Fragments, Link, Span, Utterance

EXTRACTOR = f"firsthand {__version__}"
_PLAIN = ("id", "type", "act", "within", "score", "reader")
_PLACES = ("source", "cue", "content")
_OF_SPEAKER = ("name", "kind", "role", "age")
_OF_CAPTURE = (
    "address",
    "obtained",
    "clock",
    "url",
    "media_type",
    "charset",
    "status",
    "error",
    "name",
    "language",
    "translation",
)
LONGEST_WORD = 60
"""Characters of a word that are searched for; longer ones are no words."""


def capture_value(capture: Capture) -> dict[str, Any]:
    """Return what is known of a capture, its bytes apart: `parts` is filled in by whoever keeps those."""
    return {
        **{name: getattr(capture, name) for name in _OF_CAPTURE},
        "at": capture.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "headers": [list(header) for header in capture.headers],
        "redirects": [list(hop) for hop in capture.redirects],
        "notes": list(capture.notes),
        "archived": asdict(capture.archived) if capture.archived else None,
        **({"member": asdict(capture.member)} if capture.member else {}),
    }


def capture_of(said: dict[str, Any], body: Callable[[str], bytes]) -> Capture:
    """Return the capture of which this is what is known.

    Args:
        said: The detail of the entry.
        body: Gives the bytes for a digest.
    """
    main, *parts = said["parts"] or [None]
    return Capture(
        **{name: said[name] for name in _OF_CAPTURE},
        at=datetime.fromisoformat(said["at"]),
        body=body(main["digest"]) if main else b"",
        headers=tuple((name, value) for name, value in said["headers"]),
        redirects=tuple((status, address) for status, address in said["redirects"]),
        notes=tuple(said["notes"]),
        parts=tuple(Part(part["name"], part["media_type"], body(part["digest"])) for part in parts),
        archived=Archived(**said["archived"]) if said["archived"] else None,
        member=Member(**said["member"]) if said.get("member") else None,  # captures of before there were any have none
    )


def text_value(document: Document, address: str) -> dict[str, Any]:
    """Return what the text blob of a document holds; `address` is the document's own."""
    return {
        "extractor": EXTRACTOR,
        "document": {
            "address": address,
            "text": document.text,
            "language": document.language,
            "title": document.title,
            "outlet": document.outlet,
            "byline": document.byline,
            "url": document.url,
            "published": document.published,
            "dates": [[date.value, date.found, _pair(date.words)] for date in document.dates],
            "links": [[link.url, link.kind, _pair(link.words), link.at] for link in document.links],
            "furniture": _pairs(document.furniture),
            "translated": document.translated,
            "notes": list(document.notes),
            **({"forwarded": _pair(document.forwarded)} if document.forwarded else {}),
            **({"private": True} if document.private else {}),
            **({"about": document.about} if document.about else {}),
            **({"utterances": [_heard(each) for each in document.utterances]} if document.utterances else {}),
        },
    }


def document_of(said: dict[str, Any], document_id: str) -> Document:
    """Return the document whose text blob this is."""
    page = said["document"]
    return Document(
        id=document_id,
        dates=tuple(Date(value, found, _span(words)) for value, found, words in page["dates"]),
        links=tuple(Link(url, kind, _span(words), at) for url, kind, words, at in page["links"]),
        furniture=_spans(page["furniture"]),
        notes=tuple(page["notes"]),
        forwarded=_span(page.get("forwarded")),
        private=page.get("private", False),
        about=page.get("about"),
        utterances=tuple(
            Utterance(Span(*words), start, end, _span(voice))
            for words, start, end, voice in page.get("utterances", ())  # texts of before there were any have none
        ),
        **{name: page[name] for name in ("text", "language", "title", "outlet", "byline", "url", "translated")},
    )


def reading_value(document: Document, reading: Reading, reader: str) -> dict[str, Any]:
    """Return what the reading blob holds: the reading, who speaks in it, and the words to search for."""
    places: dict[Hashable, int] = {}
    people: list[dict[str, Any]] = []
    statements = []
    for statement in reading.statements:
        speaker = statement.speaker
        who: Hashable = speaker.name or speaker.mention or statement.source or statement.id
        if who not in places:
            places[who] = len(people)
            people.append({"name": speaker.name, "kind": speaker.kind, "age": None, "role": None, "circumstances": []})
        person = people[places[who]]
        person["age"] = speaker.age if person["age"] is None else person["age"]
        person["role"] = person["role"] or speaker.role
        person["circumstances"] = sorted({*person["circumstances"], *speaker.circumstances})
        words = " ".join(span.of(document.text) for span in statement.content)
        statements.append(
            {
                **{name: getattr(statement, name) for name in _PLAIN},
                **{name: _pairs(getattr(statement, name)) for name in _PLACES},
                "circumstances": list(statement.circumstances),
                "speaker": {
                    **{name: getattr(speaker, name) for name in _OF_SPEAKER},
                    "mention": _pair(speaker.mention),
                    "circumstances": list(speaker.circumstances),
                },
                "person": places[who],
                **searched(words, document.language),
            }
        )
    hands = [[each.name, each.kind, _pairs(each.words), list(each.covers)] for each in reading.credits]
    notes = list(reading.notes)
    return {"reader": reader, "statements": statements, "people": people, "credits": hands, "notes": notes}


def searched(words: str, language: str | None) -> dict[str, str]:
    """Return by what words are found, as `search.index` takes them: their tokens, and the dictionary form of each."""
    found = [token[:LONGEST_WORD] for token in tokens(words)]
    return {"tokens": " ".join(found), "lemmas": " ".join(lemmas(found, language))}


def reading_of(said: dict[str, Any], document_id: str) -> Reading:
    """Return the reading that the blob holds."""
    statements = []
    for each in said["statements"]:
        speaker = each["speaker"]
        who = Speaker(
            mention=_span(speaker["mention"]),
            circumstances=tuple(speaker["circumstances"]),
            **{name: speaker[name] for name in _OF_SPEAKER},
        )
        statements.append(
            Statement(
                document_id=document_id,
                speaker=who,
                circumstances=tuple(each["circumstances"]),
                source=_spans(each["source"]),
                cue=_spans(each["cue"]),
                content=_spans(each["content"]),
                **{name: each[name] for name in _PLAIN},
            )
        )
    hands = tuple(Credit(name, kind, _spans(words), tuple(covers)) for name, kind, words, covers in said["credits"])
    return Reading(document_id, tuple(statements), hands, tuple(said["notes"]))


def _heard(said: Utterance) -> list[Any]:
    return [_pair(said.words), said.start, said.end, _pair(said.voice)]


def _pairs(fragments: Fragments) -> list[list[int]]:
    return [[span.start, span.end] for span in fragments]


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _spans(pairs: list[list[int]]) -> Fragments:
    return tuple(Span(start, end) for start, end in pairs)


def _span(pair: list[int] | None) -> Span | None:
    return Span(*pair) if pair else None
