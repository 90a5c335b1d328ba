"""The language files: the same sections and names in each, written so that they can be read."""

import re
import tomllib
from importlib.resources import files

import pytest

from firsthand.languages import CODES, expand, section
from firsthand.languages.files import LanguageFileError

FOLDER = files("firsthand.languages")
FILES = {code: tomllib.loads(FOLDER.joinpath(f"{code}.toml").read_text(encoding="utf-8")) for code in CODES}
SECTIONS = list(FILES["en"])


def entries(table):
    """Yield every list of a section as (name, forms), [cues.phrases] too."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from entries(value)
        elif isinstance(value, (str, list)):
            yield name, value


@pytest.mark.parametrize("code", CODES)
def test_each_file_has_the_same_sections(code):
    assert list(FILES[code]) == SECTIONS


@pytest.mark.parametrize("name", ["people", "identify", "dates", "furniture"])
@pytest.mark.parametrize("code", CODES)
def test_each_section_has_the_same_names(code, name):
    assert set(FILES[code][name]) == set(FILES["en"][name])


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        pytest.param("marks", "speech_after_dash single_marks", id="marks"),
        pytest.param("cues", "say tell that ask quote to about name think want show noun", id="classes of cues"),
        pytest.param("cues", "attribution impersonal back as_words", id="phrases of cues"),
        pytest.param("words", "complementisers he she they first relatives prepositions auxiliaries", id="words"),
    ],
)
@pytest.mark.parametrize("code", CODES)
def test_each_file_has_the_names_that_no_language_does_without(code, name, needed):
    assert set(needed.split()) <= set(FILES[code][name])


@pytest.mark.parametrize("code", CODES)
def test_reporting_words_and_function_words_are_lower_case(code):
    for name in ("cues", "words", "people"):
        for entry, value in entries(FILES[code][name]):
            for form in expand(value, FILES[code]["endings"]):
                assert form == form.lower(), f"{code}.toml [{name}] {entry}"


@pytest.mark.parametrize("code", CODES)
def test_every_short_form_can_be_written_out(code):
    for name in SECTIONS:
        if name == "endings":
            continue
        for entry, value in entries(FILES[code][name]):
            forms = expand(value, FILES[code]["endings"])
            assert not [form for form in forms if re.search(r"[{}~]", form)], f"{code}.toml [{name}] {entry}"


@pytest.mark.parametrize("code", CODES)
def test_a_phrase_of_attribution_has_one_place_for_its_source(code):
    for phrase in expand(FILES[code]["cues"]["attribution"], FILES[code]["endings"]):
        assert phrase.split().count("…") == 1


def test_the_readme_names_every_section():
    readme = FOLDER.joinpath("README.md").read_text(encoding="utf-8")
    assert not [name for name in SECTIONS if f"`[{name}]`" not in readme]


def test_a_section_is_read_only():
    with pytest.raises(TypeError):
        section("en", "marks")["single_marks"] = False


def test_a_missing_section_is_named():
    with pytest.raises(LanguageFileError, match=r"languages/en\.toml has no section \[verbs\]"):
        section("en", "verbs")


def test_a_missing_language_is_told_with_those_that_there_are():
    with pytest.raises(LanguageFileError, match="no file for language 'xx'; there are en, es, ru, uk"):
        section("xx", "marks")


@pytest.mark.parametrize(
    ("short", "forms"),
    [
        pytest.param("say told", ("say", "told"), id="words"),
        pytest.param("sa{y,ys,id}", ("say", "says", "said"), id="alternatives"),
        pytest.param("report{,er}{,s}", ("report", "reports", "reporter", "reporters"), id="two pairs of braces"),
        pytest.param("afirm~ar", ("afirma", "afirmó"), id="endings of a set"),
        pytest.param("llam~none", ("llam", "llams"), id="the empty ending"),
        pytest.param("{a,b}~none", ("a", "as", "b", "bs"), id="alternatives with endings"),
        pytest.param(["made {it ,}clear"], ("made it clear", "made clear"), id="phrases"),
        pytest.param("", (), id="nothing"),
    ],
)  # fmt: skip
def test_short_forms_are_written_out_in_their_order(short, forms):
    assert expand(short, {"ar": "a ó", "none": "- s"}) == forms


def test_an_open_brace_is_told():
    with pytest.raises(LanguageFileError, match=r"a \{ is not closed"):
        expand("sa{y,ys")


def test_a_missing_set_of_endings_is_told():
    with pytest.raises(LanguageFileError, match="no set of endings 'ar'"):
        expand("afirm~ar")
