from datetime import UTC, datetime

import pytest

from firsthand.capture import Capture
from firsthand.reading.read import read
from firsthand.reading.reader import Reading


class Reader:
    def __init__(self, *languages):
        self.languages = frozenset(languages)

    def read(self, document):
        return Reading(document.id, notes=("was read",))


PAGE = Capture(
    "page.txt", "supplied", datetime(2023, 3, 8, tzinfo=UTC), "“Go,” she said.".encode(), media_type="text/plain"
)


@pytest.mark.parametrize(
    ("reader", "language", "note"),
    [
        pytest.param(Reader("en", "es"), "es", "was read", id="one of its languages"),
        pytest.param(Reader(), "sv", "was read", id="a reader of any language"),
        pytest.param(
            Reader("es", "en"), "sv", "language “sv”: who said what is looked for in en, es only", id="not one of its"
        ),
    ],
)
def test_a_reader_gets_what_it_can_read(reader, language, note):
    document, reading = read(PAGE, reader, document_id="d7", language=language)
    assert (document.id, document.language, document.text) == ("d7", language, "“Go,” she said.")
    assert reading == Reading("d7", notes=(note,))
