"""The example case is read: what a careful reader finds on its pages is found, as far as the reader has come.

The shares are a ratchet: they are what is reached, and they only go up.
"""

import json
from functools import cache
from importlib.resources import as_file

import pytest

from firsthand import example
from firsthand.capture import capture_path
from firsthand.reading.grammar import GrammarReader
from firsthand.reading.read import read
from firsthand.reading.readers import best_reader
from firsthand.trunk import weights

EXPECTED = {
    row["path"]: row
    for row in json.loads(example.root().joinpath("expected.json").read_text(encoding="utf-8"))["pages"]
}
CAPTIVES = {"captivity"}


@pytest.fixture(params=["grammar", *(["tagger"] if weights.installed() else [])])
def reader(request):
    return request.param


@cache
def page(path, reader):
    with as_file(example.root().joinpath(*path.split("/"))) as file:
        document, reading = read(capture_path(file), GrammarReader() if reader == "grammar" else best_reader())
    return document, reading


def words(pieces):
    return set(" ".join(pieces).casefold().translate(str.maketrans(dict.fromkeys('“”«»„"‘’.,:;?!—–-()', " "))).split())


def overlap(one, other):
    return len(one & other) / max(1, len(one | other))


@cache
def pairs(path, reader):
    """Pair each expected statement with the one found that shares most of its words, or with None."""
    document, reading = page(path, reader)
    found = [(s, words(span.of(document.text) for span in s.content)) for s in reading.statements]
    made = []
    for row in EXPECTED[path]["statements"]:
        if row["borderline"]:
            continue
        said = words(row["words"])
        best = max(found, key=lambda pair: overlap(said, pair[1]), default=None)
        made.append((row, best[0] if best and overlap(said, best[1]) >= 0.5 else None))
    return made


@pytest.mark.parametrize(
    ("path", "shares"),
    [
        pytest.param("dayline/soldiers.html", {"grammar": 0.75, "tagger": 0.75}, id="en"),
        pytest.param("canal-meseta/soldados.html", {"grammar": 0.95, "tagger": 0.93}, id="es"),
        pytest.param("vestovoy/telefony.html", {"grammar": 0.95, "tagger": 0.92}, id="ru"),
        pytest.param("nadtalva/tsukrovarnia.html", {"grammar": 0.9, "tagger": 0.84}, id="uk"),
    ],
)
def test_the_statements_of_a_page_are_found(path, shares, reader):
    rows = pairs(path, reader)
    assert sum(statement is not None for _, statement in rows) / len(rows) >= shares[reader]


@pytest.mark.parametrize("path", example.PAGES)
def test_most_of_what_is_found_was_said(path, reader):
    _, reading = page(path, reader)
    spoken = [s for s in reading.statements if s.act == "speech"]
    assert len(spoken) <= 1.5 * len(EXPECTED[path]["statements"])


@pytest.mark.parametrize(
    ("path", "share"),
    [
        pytest.param("dayline/soldiers.html", 0.5, id="en"),
        pytest.param("canal-meseta/soldados.html", 0.3, id="es"),
        pytest.param("vestovoy/telefony.html", 0.7, id="ru"),
        pytest.param("nadtalva/tsukrovarnia.html", 0.7, id="uk"),
    ],
)
def test_the_statements_found_are_given_to_their_speakers(path, share, reader):
    made = [(row, statement) for row, statement in pairs(path, reader) if statement is not None]
    right = sum(statement.speaker.name == row["speaker"]["name"] for row, statement in made)
    assert right / len(made) >= share


@pytest.mark.parametrize(
    ("path", "share"),
    [
        pytest.param("dayline/soldiers.html", 1.0, id="en"),
        pytest.param("canal-meseta/soldados.html", 1.0, id="es"),
        pytest.param("vestovoy/telefony.html", 1.0, id="ru"),
    ],
)
def test_the_credits_of_a_page_are_found(path, share, reader):
    _, reading = page(path, reader)
    names = [words([credit.name]) for credit in reading.credits]
    rows = EXPECTED[path]["credits"]
    found = sum(any(words([row["name"]]) & name for name in names) for row in rows)
    assert found / len(rows) >= share


def test_a_page_that_has_it_from_nobody_credits_nobody(reader):
    assert page("nadtalva/tsukrovarnia.html", reader)[1].credits == ()


@pytest.mark.parametrize("path", example.PAGES)
def test_what_captives_said_is_marked(path, reader):
    for row, statement in pairs(path, reader):
        if statement is not None and CAPTIVES & set(row["speaker"]["circumstances"]):
            assert "captivity" in statement.speaker.circumstances, row["id"]


@pytest.mark.parametrize("path", example.PAGES)
def test_nothing_is_read_out_of_furniture(path, reader):
    document, reading = page(path, reader)
    for statement in reading.statements:
        for words_ in EXPECTED[path]["furniture"]:
            assert words_ not in " ".join(span.of(document.text) for span in statement.content)
