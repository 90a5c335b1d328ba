from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from firsthand.custody.note import Checkpoint, NoteError, VerifierKey, open_note, sign, sign_text, verified_text

# The example that the Go project publishes with the reference implementation of signed notes.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

KEY = Ed25519PrivateKey.from_private_bytes(b"a seed of thirty-two bytes, 0001")
OTHER = Ed25519PrivateKey.from_private_bytes(b"a seed of thirty-two bytes, 0002")
ORIGIN = "firsthand/0197-example"
CHECKPOINT = Checkpoint(ORIGIN, 20852163, bytes(range(32)))
VKEY = VerifierKey(ORIGIN, KEY.public_key().public_bytes_raw())
NOTE = sign(CHECKPOINT, KEY)


def signature(name: str, key: Ed25519PrivateKey, text: str = CHECKPOINT.text) -> str:
    return sign_text(text, VerifierKey(name, key.public_key().public_bytes_raw()), key).rpartition("\n\n")[2]


def test_the_published_key_and_note_are_read_and_written():
    key = VerifierKey.parse(NEUMANN)
    assert (key.name, key.identifier.hex(), str(key)) == ("PeterNeumann", "c74f20a3", NEUMANN)
    assert verified_text(f"{TEXT}\n{LINE}", key) == TEXT
    private = Ed25519PrivateKey.from_private_bytes(NEUMANN_SEED)
    assert sign_text(TEXT, key, private) == f"{TEXT}\n{LINE}"


def test_the_checkpoint_that_the_standard_shows():
    shown = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    checkpoint = Checkpoint.parse(shown)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root.hex()[:8] == "0ac5186a"
    assert checkpoint.text == shown


@given(st.integers(0, 10**18 - 1), st.binary(min_size=32, max_size=32))
def test_a_signed_checkpoint_opens_to_itself(size, root):
    checkpoint = Checkpoint(ORIGIN, size, root)
    assert open_note(sign(checkpoint, KEY), VKEY) == checkpoint


@given(st.integers(0, len(NOTE) - 1), st.characters(exclude_categories=["Cs"]))
def test_no_character_of_a_note_can_be_changed(at, character):
    changed = NOTE[:at] + character + NOTE[at + 1 :]
    if changed != NOTE:
        with pytest.raises(NoteError):
            open_note(changed, VKEY)


def test_a_key_is_known_by_its_fingerprint():
    assert VerifierKey("a", bytes(32)).fingerprint == (
        "sha256:66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(NEUMANN[1:], id="name changed"),
        pytest.param(NEUMANN[:-1], id="cut"),
        pytest.param(NEUMANN.replace("c74f20a3", "c74f20a4"), id="another identifier"),
        pytest.param(NEUMANN.replace("c74f20a3", "C74F20A3"), id="identifier in capitals"),
        pytest.param("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==", id="too long"),
        pytest.param("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", id="unknown algorithm"),
        pytest.param("", id="empty"),
        pytest.param("a+b", id="two parts"),
    ],
)
def test_what_is_no_verifier_key_is_refused(text):
    with pytest.raises(NoteError, match=r"no verifier key|32 bytes"):
        VerifierKey.parse(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb", "a\udc80"])
def test_a_name_of_a_key_has_no_space_and_no_plus(name):
    with pytest.raises(NoteError, match="no name for a key"):
        VerifierKey(name, bytes(32))


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(NOTE + signature(ORIGIN, OTHER), id="same name, other key"),
        pytest.param(NOTE + signature("witness.example/1", OTHER), id="a witness after it"),
        pytest.param(CHECKPOINT.text + "\n" + signature("w", OTHER) + signature(ORIGIN, KEY), id="a witness before it"),
        pytest.param(NOTE + "— w AAAAAAAAAAA=\n", id="an unknown kind of signature"),
    ],
)
def test_signatures_of_unknown_keys_are_ignored(note):
    assert open_note(note, VKEY) == CHECKPOINT


def test_extension_lines_are_signed_and_ignored():
    text = CHECKPOINT.text + "an extension\n"
    assert open_note(sign_text(text, VKEY, KEY), VKEY) == CHECKPOINT


@pytest.mark.parametrize(
    ("note", "why"),
    [
        pytest.param("", "not a signed note", id="empty"),
        pytest.param(CHECKPOINT.text, "not a signed note", id="no signature"),
        pytest.param(CHECKPOINT.text + "\n", "not a signed note", id="no signature lines"),
        pytest.param(NOTE[:-1], "not a signed note", id="no last line end"),
        pytest.param(NOTE.replace("\n", "\r\n"), "not a signed note", id="line ends of Windows"),
        pytest.param(sign_text(f"{CHECKPOINT.text}a\tb\n", VKEY, KEY), "not a signed note", id="a signed tab"),
        pytest.param(NOTE.replace("—", "--"), "no signature line", id="hyphens"),
        pytest.param(NOTE + "— w !!!!\n", "no signature line", id="no base64"),
        pytest.param(NOTE + "— w AAAA\n", "no signature line", id="an identifier and no signature"),
        pytest.param(NOTE + signature("w", OTHER) * 100, "101 signatures", id="too many"),
        pytest.param(NOTE.replace("20852163", "20852164"), "signature of .* is wrong", id="changed"),
        pytest.param(sign(CHECKPOINT, OTHER), "not signed by", id="another key"),
        pytest.param(NOTE + signature(ORIGIN, KEY, "another text\n"), "is wrong", id="one good and one wrong"),
        pytest.param(sign_text(TEXT, VKEY, KEY), "at least three lines|none of them empty", id="no checkpoint"),
        pytest.param("\udc80" + NOTE, "neither text", id="no text"),
        pytest.param(
            sign_text(Checkpoint("firsthand/another", 1, bytes(32)).text, VKEY, KEY),
            "a checkpoint of firsthand/another, but the key is that of",
            id="another log",
        ),
    ],
)
def test_a_note_that_is_broken_or_not_signed_is_refused(note, why):
    with pytest.raises(NoteError, match=why):
        open_note(note, VKEY)


ROOT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"o\n1\n{ROOT}", id="no last line end"),
        pytest.param("o\n1\n", id="two lines"),
        pytest.param(f"\n1\n{ROOT}\n", id="no origin"),
        pytest.param(f"o\n01\n{ROOT}\n", id="leading zero"),
        pytest.param(f"o\n+1\n{ROOT}\n", id="sign"),
        pytest.param(f"o\n-1\n{ROOT}\n", id="negative"),
        pytest.param(f"o\n1 \n{ROOT}\n", id="space"),
        pytest.param(f"o\n١\n{ROOT}\n", id="other digits"),
        pytest.param(f"o\n{'9' * 5000}\n{ROOT}\n", id="enormous"),
        pytest.param(f"o\n1\n{ROOT[:-4]}\n", id="short root"),
        pytest.param(f"o\n1\n{ROOT[:-2]}B=\n", id="root with stray bits"),
        pytest.param(f"o\n1\n{ROOT}\n\nextension\n", id="empty line"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(NoteError):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    ("origin", "size", "root"), [("", 1, bytes(32)), ("a\nb", 1, bytes(32)), ("a", -1, bytes(32)), ("a", 1, b"")]
)
def test_a_checkpoint_is_right_once_built(origin, size, root):
    with pytest.raises(NoteError, match=r"origin|size"):
        Checkpoint(origin, size, root)
