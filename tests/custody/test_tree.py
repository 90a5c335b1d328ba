from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.custody.tree import (
    TreeError,
    consistency,
    grown,
    inclusion,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

# The test vectors of Certificate Transparency: eight entries, the root of the tree after each, the proofs between them.
ENTRIES = [
    bytes.fromhex(entry)
    for entry in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
ROOTS = [
    bytes.fromhex(published)
    for published in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
INCLUSION = [
    (0, 1, []),
    (0, 2, ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"]),
    (1, 2, ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"]),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
]
CONSISTENCY = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]


def hashes(proof):
    return tuple(bytes.fromhex(each) for each in proof)


def peaks_of(leaves):
    peaks = b""
    for number, leaf in enumerate(leaves):
        peaks = grown(peaks, number, leaf)
    return peaks


def defined_root(entries):
    """MTH as RFC 6962 §2.1 defines it, by recursion over the entries themselves."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\0" + entries[0]).digest()
    half = 1
    while half * 2 < len(entries):
        half *= 2
    return sha256(b"\1" + defined_root(entries[:half]) + defined_root(entries[half:])).digest()


trees = st.integers(1, 300).map(lambda size: [number.to_bytes(2, "big") for number in range(size)])


@pytest.mark.parametrize(
    ("found", "published"),
    [
        (leaf_hash(b""), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (leaf_hash(b"L123456"), "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"),
        (node_hash(b"N123", b"N456"), "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"),
    ],
    ids=["empty leaf", "leaf", "node"],
)
def test_leaves_and_nodes_hash_as_published(found, published):
    assert found.hex() == published


@pytest.mark.parametrize("size", range(9))
def test_the_root_of_each_size_is_the_published_one(size):
    assert root(peaks_of(LEAVES[:size])) == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "published"), INCLUSION)
def test_inclusion_is_proved_as_published(index, size, published):
    assert inclusion(LEAVES, index, size) == hashes(published)
    assert verify_inclusion(LEAVES[index], index, size, hashes(published), ROOTS[size])


@pytest.mark.parametrize(("first", "second", "published"), CONSISTENCY)
def test_consistency_is_proved_as_published(first, second, published):
    assert consistency(LEAVES, first, second) == hashes(published)
    assert verify_consistency(first, second, ROOTS[first], ROOTS[second], hashes(published))


@given(trees)
def test_peaks_give_the_root_that_the_standard_defines(entries):
    peaks = peaks_of(leaf_hash(entry) for entry in entries)
    assert root(peaks) == defined_root(entries)
    assert len(peaks) == 32 * bin(len(entries)).count("1")


@given(trees, st.data())
def test_every_leaf_is_proved_and_nothing_else_is(entries, data):
    leaves = [leaf_hash(entry) for entry in entries]
    size, whole = len(leaves), root(peaks_of(leaves))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion(leaves, index, size)
    assert verify_inclusion(leaves[index], index, size, proof, whole)
    other = data.draw(st.integers(0, size).filter(lambda number: number != index))
    assert not verify_inclusion(leaves[index], other, size, proof, whole)
    assert not verify_inclusion(leaf_hash(b"another entry"), index, size, proof, whole)
    assert not verify_inclusion(leaves[index], index, size, (*proof, whole), whole)
    assert not verify_inclusion(leaves[index], index, size, proof, bytes(32))
    for at in range(len(proof)):
        assert not verify_inclusion(leaves[index], index, size, (*proof[:at], bytes(32), *proof[at + 1 :]), whole)
        assert not verify_inclusion(leaves[index], index, size, (*proof[:at], *proof[at + 1 :]), whole)


@given(trees, st.data())
def test_every_earlier_tree_is_proved_and_no_rewritten_one_is(entries, data):
    leaves = [leaf_hash(entry) for entry in entries]
    second = len(leaves)
    first = data.draw(st.integers(0, second))
    old, new = root(peaks_of(leaves[:first])), root(peaks_of(leaves))
    proof = consistency(leaves, first, second)
    assert verify_consistency(first, second, old, new, proof)
    assert not verify_consistency(first, second, old, new, (*proof, new))
    if first:
        rewritten = [leaf_hash(b"rewritten"), *leaves[1:]]
        assert not verify_consistency(
            first, second, old, root(peaks_of(rewritten)), consistency(rewritten, first, second)
        )
    for at in range(len(proof)):
        assert not verify_consistency(first, second, old, new, (*proof[:at], bytes(32), *proof[at + 1 :]))
        assert not verify_consistency(first, second, old, new, (*proof[:at], *proof[at + 1 :]))


@pytest.mark.parametrize(
    ("index", "size", "leaf", "whole"),
    [
        pytest.param(1, 1, LEAVES[0], ROOTS[1], id="past the end"),
        pytest.param(-1, 1, LEAVES[0], ROOTS[1], id="before the start"),
        pytest.param(0, 0, LEAVES[0], LEAVES[0], id="empty tree"),
        pytest.param(0, 1, b"", b"", id="no hashes"),
        pytest.param(0, 2, LEAVES[0], LEAVES[0], id="a leaf as the root of two"),
    ],
)
def test_what_is_in_no_tree_is_not_proved(index, size, leaf, whole):
    assert not verify_inclusion(leaf, index, size, (), whole)


@pytest.mark.parametrize(
    ("first", "second", "old", "new"),
    [
        pytest.param(2, 1, ROOTS[2], ROOTS[1], id="shrunk"),
        pytest.param(3, 3, ROOTS[3], ROOTS[4], id="two roots of one size"),
        pytest.param(0, 3, ROOTS[1], ROOTS[3], id="wrong empty root"),
        pytest.param(3, 8, ROOTS[3], ROOTS[8], id="no proof"),
        pytest.param(2, 4, ROOTS[2], ROOTS[2], id="a root kept for twice the size"),
    ],
)
def test_trees_that_do_not_follow_each_other_are_refused(first, second, old, new):
    assert not verify_consistency(first, second, old, new, ())


def test_what_belongs_to_no_tree_is_an_error():
    with pytest.raises(TreeError, match="a tree of 3 leaves has 2 peaks of 32 bytes, not 32 bytes"):
        grown(bytes(32), 3, bytes(32))
    with pytest.raises(TreeError, match="33 bytes are no peaks"):
        root(bytes(33))
    with pytest.raises(TreeError, match="no leaf 8 in a tree of 8"):
        inclusion(LEAVES, 8, 8)
    with pytest.raises(TreeError, match="trees of 1 and 9 do not follow each other over 8 leaves"):
        consistency(LEAVES, 1, 9)
