import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.decode import decode

CODECS = ["utf-7", "idna", "punycode", "unicode_escape", "hz", "iso2022_kr", "rot13", "utf-16", "undefined"]
RUSSIAN = "Пленный сказал, что ничего не знал о приказе."
UKRAINIAN = "Полонений сказав, що нічого не знав про наказ і її зміст."
SPANISH = "El joven dijo que no sabía nada, según explicó su compañero."


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        pytest.param(RUSSIAN.encode(), None, RUSSIAN, id="utf-8 undeclared"),
        pytest.param(RUSSIAN.encode(), "windows-1251", RUSSIAN, id="utf-8 declared as another"),
        pytest.param(RUSSIAN.encode("cp1251"), "windows-1251", RUSSIAN, id="declared"),
        pytest.param(RUSSIAN.encode("cp1251"), None, RUSSIAN, id="cp1251 undeclared"),
        pytest.param(UKRAINIAN.encode("cp1251"), "x-nonsense", UKRAINIAN, id="cp1251 under a bogus name"),
        pytest.param(UKRAINIAN.encode("koi8-u"), None, UKRAINIAN, id="koi8-u undeclared"),
        pytest.param(RUSSIAN.encode("cp866"), None, RUSSIAN, id="cp866 undeclared"),
        pytest.param(SPANISH.encode("latin-1"), None, SPANISH, id="latin-1 undeclared"),
        pytest.param("“No”".encode("cp1252"), "iso-8859-1", "“No”", id="latin-1 as browsers read it"),
        pytest.param(b"\xef\xbb\xbfyes", "utf-16", "yes", id="mark before declaration"),
        pytest.param("да".encode("utf-16"), None, "да", id="utf-16 with mark"),
        pytest.param("да, нет".encode("utf-16-le"), "utf-16le", "да, нет", id="utf-16 declared"),
        pytest.param(b"a\0b", None, "a\ufffdb", id="NUL"),
        pytest.param(b"abc \xff def ghi jkl", "utf-8", "abc \ufffd def ghi jkl", id="a byte that is no utf-8"),
        pytest.param(b"plain", "hex", "plain", id="a codec that is no charset"),
    ],
)
def test_bytes_become_characters(body, charset, text):
    assert decode(body, charset).text == text


def test_a_page_declares_its_own_charset():
    head = b'<html><meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'
    assert decode(head + "Нет".encode("koi8-r"), None, markup=True).text.endswith("Нет")


@given(st.binary(), st.none() | st.text(max_size=8) | st.sampled_from(CODECS), st.booleans())
def test_decoding_never_fails_and_leaves_no_surrogate(body, charset, markup):
    text = decode(body, charset, markup=markup).text
    assert "\0" not in text
    text.encode()
