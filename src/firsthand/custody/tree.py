"""The log's Merkle tree (RFC 6962 §2.1): one root that any change to any entry changes, and proofs that stand alone.

The log keeps with every entry its *peaks*: the hashes of the complete subtrees into which the tree falls after that
leaf, largest first, 32 bytes each, in one bytes value. There is one peak for each 1 in the size written in binary. The
peaks are all that is needed to append the next leaf and to tell the root.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH = 32
_EMPTY = sha256().digest()


class TreeError(FirsthandError):
    """Peaks, leaves or numbers that belong to no tree."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash a log entry as a leaf: 32 bytes, SHA-256 of 0x00 and the entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees of 32 bytes into the one above them: 32 bytes, SHA-256 of 0x01 and both."""
    return sha256(b"\x01" + left + right).digest()


def grown(peaks: bytes, size: int, leaf: bytes) -> bytes:
    """Return the peaks after a leaf hash is appended as number `size`, counted from 0, to a tree with these peaks.

    Raises:
        TreeError: The peaks are not those of a tree of that size.
    """
    end = len(peaks)
    if end != _WIDTH * size.bit_count():
        raise TreeError(f"a tree of {size} leaves has {size.bit_count()} peaks of 32 bytes, not {end} bytes of them")
    while size & 1:
        leaf = sha256(b"\x01" + peaks[end - _WIDTH : end] + leaf).digest()
        end -= _WIDTH
        size >>= 1
    return peaks[:end] + leaf


def root(peaks: bytes) -> bytes:
    """Return the root, 32 bytes, of the tree with these peaks; SHA-256 of nothing for an empty tree.

    Raises:
        TreeError: The bytes are no whole number of hashes.
    """
    if len(peaks) % _WIDTH:
        raise TreeError(f"{len(peaks)} bytes are no peaks: each has 32")
    if not peaks:
        return _EMPTY
    found = peaks[-_WIDTH:]
    for at in range(len(peaks) - 2 * _WIDTH, -1, -_WIDTH):
        found = node_hash(peaks[at : at + _WIDTH], found)
    return found


def inclusion(leaves: Sequence[bytes], index: int, size: int) -> tuple[bytes, ...]:
    """Prove that leaf number `index` is in the tree of the first `size` leaf hashes (RFC 6962 §2.1.1, PATH).

    Raises:
        TreeError: Not `0 <= index < size <= len(leaves)`.
    """
    if not 0 <= index < size <= len(leaves):
        raise TreeError(f"there is no leaf {index} in a tree of {size} over {len(leaves)} leaves")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(_root_of(leaves[middle:end]))
            end = middle
        else:
            proof.append(_root_of(leaves[start:middle]))
            start = middle
    return tuple(reversed(proof))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the proof shows that this leaf hash is number `index` under this root (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    place, last = index, size - 1
    for other in proof:
        if not last:
            return False
        if place & 1 or place == last:
            leaf = node_hash(other, leaf)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            leaf = node_hash(leaf, other)
        place, last = place >> 1, last >> 1
    return not last and leaf == root


def consistency(leaves: Sequence[bytes], first: int, second: int) -> tuple[bytes, ...]:
    """Prove that the tree of the first `second` leaf hashes only adds to that of `first` (RFC 6962 §2.1.2, PROOF).

    Nothing needs to be shown, and the proof is empty, where both are one tree or the first is empty.

    Raises:
        TreeError: Not `0 <= first <= second <= len(leaves)`.
    """
    if not 0 <= first <= second <= len(leaves):
        raise TreeError(f"trees of {first} and {second} do not follow each other over {len(leaves)} leaves")
    if not first:
        return ()
    proof: list[bytes] = []
    start, end, known = 0, second, True  # known: the subtree is the whole first tree, whose root the checker has
    while first < end:
        middle = start + _split(end - start)
        if first <= middle:
            proof.append(_root_of(leaves[middle:end]))
            end = middle
        else:
            proof.append(_root_of(leaves[start:middle]))
            start, known = middle, False
    if not known:
        proof.append(_root_of(leaves[start:end]))
    return tuple(reversed(proof))


def verify_consistency(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether the proof shows that the second tree begins with all leaves of the first (RFC 9162 §2.1.4.2)."""
    if not 0 <= first <= second or not _are_hashes(first_root, second_root, *proof):
        return False
    if first in (0, second):
        return not proof and first_root == (second_root if first == second else _EMPTY)
    path = list(proof) if first & (first - 1) else [first_root, *proof]
    if not path:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for other in path[1:]:
        if not last:
            return False
        if place & 1 or place == last:
            old, new = node_hash(other, old), node_hash(other, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, other)
        place, last = place >> 1, last >> 1
    return not last and (old, new) == (first_root, second_root)


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size`, which is at least 2."""
    return 1 << (size - 1).bit_length() - 1


def _root_of(leaves: Sequence[bytes]) -> bytes:
    peaks = b""
    for number, leaf in enumerate(leaves):
        peaks = grown(peaks, number, leaf)
    return root(peaks)


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == _WIDTH for value in values)
