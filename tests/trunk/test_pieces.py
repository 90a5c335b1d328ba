import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.trunk import weights
from firsthand.trunk.pieces import SPACE, UNKNOWN, Pieces, pieces

pytestmark = pytest.mark.skipif(
    not (weights.FOLDER / weights.PIECES).exists(), reason="the weights are not installed: no vocabulary to test"
)


@pytest.mark.parametrize(
    "word",
    ["bridge", "puente", "мост", "міст", "Brücke", "“", "—", "2026", "$", "№", "’", "ґанок", "ñandú"],
)
def test_our_languages_and_their_marks_can_be_spelt(word: str) -> None:
    assert UNKNOWN not in pieces().ids([SPACE + word])[0]


def test_a_word_after_a_space_begins_with_other_pieces_than_one_without() -> None:
    spaced, bare = pieces().ids([SPACE + "bridge", "bridge"])
    assert spaced != bare


@given(st.text("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэéñüöáíó", min_size=1, max_size=12))
def test_letters_composed_and_decomposed_are_the_same(word: str) -> None:
    composed, apart = (unicodedata.normalize(form, word) for form in ("NFC", "NFD"))
    assert pieces().ids([composed]) == pieces().ids([apart])


@given(st.lists(st.text(min_size=1, max_size=8), max_size=8))
def test_any_text_has_pieces_whatever_it_stands_beside(words: list[str]) -> None:
    together = pieces().ids(words)
    assert all(together)
    assert together == [Pieces.ids(pieces(), [word])[0] for word in words]


def test_embeddings_are_what_the_blocks_say() -> None:
    p = pieces()
    block = np.load(weights.FOLDER / weights.EMBEDDINGS, mmap_mode="r")[77, 3]
    scale = float(np.frombuffer(bytes(block[:2]), "<f2")[0])
    nibbles = [byte & 15 for byte in block[2:].tolist()] + [byte >> 4 for byte in block[2:].tolist()]
    assert p.embeddings([5, 77]).shape == (2, 384)
    assert p.embeddings([5, 77])[1, 96:128].tolist() == pytest.approx([(nibble - 8) * scale for nibble in nibbles])
