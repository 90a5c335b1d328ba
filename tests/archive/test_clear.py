import json
import random
from dataclasses import replace

import pytest

from firsthand.archive import clear
from firsthand.archive.clear import bring_up_to_date, clear_of, could_name, seeing
from firsthand.archive.decide import decide, judge, undo
from firsthand.archive.erase import erase
from firsthand.archive.intake import intake
from firsthand.archive.models import (
    Appearance,
    Clear,
    ClearState,
    Document,
    Guarded,
    GuardedWord,
    Mention,
    Statement,
    Word,
)
from firsthand.archive.replay import rebuild
from firsthand.archive.tables import rows, values
from firsthand.capture import gather
from firsthand.reading.grammar import GrammarReader
from tests.archive.press import page
from tests.archive.world import World

TABLES = (Clear, ClearState, Guarded, GuardedWord, Mention, Word)
CAPTIVE = page(
    "ru", "Вестник Реки", "2023-03-06", "https://vestnik.example/3", "Рассказ",
    "«У нас забрали телефоны», — рассказал пленный Антон Беляев.",
)  # fmt: skip
FREE = page(
    "en", "Dayline", "2023-03-08", "https://dayline.example/1", "The dam at Lindmark",
    "“The dam will hold until spring,” said Marta Olden, the harbour master.",
)  # fmt: skip
RECORDING = json.dumps(
    {"id": "abc", "language": "uk", "webpage_url": "https://video.example/talk", "title": "Розмова біля річки"}
    | {"extractor": "kadr", "formats": [], "channel": "Річка", "upload_date": "20230306"}
).encode()


@pytest.fixture
def newsroom(archive, tmp_path):
    return World(archive, tmp_path / "pages", random.Random(1))  # noqa: S311 - the same each time


def add(newsroom, data, name="page.html"):
    """Add a page and return its document."""
    return newsroom.add(newsroom.write(name, data))[0].document


def other(*paragraphs, title="A day", url="https://other.example/a", outlet="El Cauce", lang="en"):
    return page(lang, outlet, "2023-04-01", url, title, *paragraphs)


def is_clear(archive, document):
    """Tell whether a viewer sees a document; what was found step by step has to be what is found from the beginning."""
    with seeing(archive) as known:
        assert known
        assert found(archive) == expected(archive)
        number = rows(archive.database, Document, id=document).get().number
        return rows(archive.database, Clear, document=number).exists()


def found(archive):
    return sorted(values(archive.database, Clear, "document"))


def expected(archive):
    return sorted(row.number for row in rows(archive.database, Document) if clear_of(archive, row.id))


def person(archive, name):
    return str(rows(archive.database, Appearance, name=name).order_by("number").last().id)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        pytest.param("Marta Olden spoke of the dam.", True, id="nobody guarded"),
        pytest.param("Friends of Anton Belyaev met.", False, id="another script"),
        pytest.param("Беляева Антона видели в Ольске.", False, id="declined, turned"),
        pytest.param("Родные говорили с Беляевым.", False, id="the surname alone"),
        pytest.param("Рідні Бєляєва чекають.", False, id="Ukrainian"),
        pytest.param("Los padres de Beliáyev esperan.", False, id="Spanish"),
        pytest.param("Die Mutter von Beljajew wartet.", False, id="German romanisation"),
        pytest.param("BELYAEV’S MOTHER WAITS", False, id="capitals, genitive"),
        pytest.param("and belyaev said nothing at all", False, id="a line in small letters"),
        pytest.param("We heard that беляева видели.", False, id="a small letter that no dictionary knows"),
        pytest.param("Ask @antonbelyaev about it.", False, id="a handle"),
        pytest.param("his friendBelyaevWas there", False, id="words run together"),
        pytest.param("Бeляев, with a Latin e", False, id="letters of two scripts"),
        pytest.param("别利亚耶夫说", False, id="a script that is not compared"),
        pytest.param("Also in 中文 and العربية", True, id="the names of languages"),
        pytest.param("Anton, Антон and Antón met Marta.", True, id="first names only"),
        pytest.param("Sokolov met Petrenko in Belgrade.", True, id="other surnames"),
    ],
)
def test_a_page_that_could_name_somebody_guarded_is_not_clear(newsroom, text, seen):
    add(newsroom, CAPTIVE)
    assert is_clear(newsroom.archive, add(newsroom, other(text), "other.html")) == seen


@pytest.mark.parametrize(
    ("more", "name", "seen"),
    [
        pytest.param({"url": "https://other.example/news/belyaev-interview"}, "a.html", False, id="address"),
        pytest.param({"url": "https://other.example/antonbelyaev.jpg"}, "a.html", False, id="address, run together"),
        pytest.param(
            {"url": "https://other.example/%D0%91%D0%B5%D0%BB%D1%8F%D0%B5%D0%B2"}, "a.html", False, id="quoted"
        ),
        pytest.param({"title": "Belyaev"}, "a.html", False, id="title"),
        pytest.param({"outlet": "Beliaev News"}, "a.html", False, id="outlet"),
        pytest.param({}, "belyaev.html", False, id="file name"),
        pytest.param({}, "anton.html", True, id="first name as a file name"),
    ],
)
def test_so_is_what_a_page_says_of_itself(newsroom, more, name, seen):
    add(newsroom, CAPTIVE)
    assert is_clear(newsroom.archive, add(newsroom, other("Nothing.", **more), name)) == seen


def test_it_does_not_matter_who_comes_first(newsroom):
    archive = newsroom.archive
    mention = add(newsroom, other("Friends of Anton Belyaev met."), "other.html")
    assert is_clear(archive, mention)
    captive = add(newsroom, CAPTIVE)
    assert not is_clear(archive, captive)
    assert not is_clear(archive, mention)


def test_a_release_clears_and_what_comes_to_light_guards_again(newsroom):
    archive = newsroom.archive
    captive, mention = add(newsroom, CAPTIVE), add(newsroom, other("Belyaev’s friends met."), "other.html")
    assert not is_clear(archive, captive)
    statement = rows(archive.database, Statement, document_id=captive).get()
    released = decide(archive, "release", person(archive, "Антон Беляев"), reason="home since May, agreed")
    assert is_clear(archive, mention)
    assert is_clear(archive, captive) == (statement.circumstances == "[]")  # made in custody: to be released itself
    decide(archive, "release", str(statement.id), reason="agreed to this, too")
    assert is_clear(archive, captive)
    again = page(
        "ru", "Канал", "2023-05-01", "https://kanal.example/1", "Ещё раз",
        "«Мне семнадцать лет», — сказал 17-летний школьник Антон Беляев.",
    )  # fmt: skip
    minor = add(newsroom, again, "again.html")
    here, there = (rows(archive.database, Appearance, document_id=each).get() for each in (captive, minor))
    if here.person_id != there.person_id:
        judge(archive, str(here.id), str(there.id), "same", reason="one man")
    assert [is_clear(archive, each) for each in (captive, minor, mention)] == [False, False, False]
    decide(archive, "release", str(there.id), reason="his parents agreed")
    assert is_clear(archive, mention)
    undo(archive, f"entry:{released.entry}", reason="a mistake")
    undo(archive, str(there.id), reason="a mistake")
    assert not is_clear(archive, mention)


def test_a_withheld_public_figure_is_guarded_until_that_is_undone(newsroom):
    archive = newsroom.archive
    spoke, mention = add(newsroom, FREE), add(newsroom, other("Мария Ольден приехала."), "other.html")
    assert is_clear(archive, spoke)
    assert is_clear(archive, mention)
    withheld = decide(archive, "withhold", person(archive, "Marta Olden"), reason="asked us to")
    assert not is_clear(archive, spoke)
    assert not is_clear(archive, mention)
    undo(archive, f"entry:{withheld.entry}", reason="changed her mind")
    assert is_clear(archive, spoke)
    assert is_clear(archive, mention)


@pytest.mark.parametrize("what", ["statement", "document", "an older version"])
def test_what_is_withheld_is_not_clear(newsroom, what):
    archive = newsroom.archive
    spoke = add(newsroom, FREE)
    later = add(newsroom, FREE.replace(b"until spring", b"until summer"), "later.html")
    assert is_clear(archive, later)
    subject = {
        "statement": rows(archive.database, Statement, document_id=later).get().id,
        "document": later,
        "an older version": spoke,
    }
    decide(archive, "withhold", str(subject[what]), reason="for now")
    assert not is_clear(archive, later)
    undo(archive, str(subject[what]), reason="no more")
    assert is_clear(archive, later)


def test_degrading_material_is_not_clear_whatever_was_released(newsroom):
    archive = newsroom.archive
    spoke = add(newsroom, FREE)
    statement = rows(archive.database, Statement, document_id=spoke).get()
    rows(archive.database, Statement, id=statement.id).update(circumstances='["degrading"]')
    decide(archive, "release", str(statement.id), reason="weighed")
    decide(archive, "release", person(archive, "Marta Olden"), reason="weighed")
    assert not is_clear(archive, spoke)


def test_two_who_are_joined_are_guarded_under_both_names(newsroom):
    archive = newsroom.archive
    captive, free = add(newsroom, CAPTIVE), add(newsroom, FREE)
    mention = add(newsroom, other("Olden left."), "other.html")
    assert is_clear(archive, mention)
    ids = [str(rows(archive.database, Appearance, document_id=each).get().id) for each in (captive, free)]
    judged = judge(archive, *ids, "same", reason="a nom de guerre")
    assert not is_clear(archive, free)
    assert not is_clear(archive, mention)
    undo(archive, f"entry:{judged.entry}", reason="two people")
    assert is_clear(archive, free)
    assert is_clear(archive, mention)


def test_an_erased_captive_guards_nothing_and_leaves_no_word(newsroom):
    archive = newsroom.archive
    captive = add(newsroom, CAPTIVE)
    mention = add(newsroom, other("Беляев here, too."), "other.html")
    assert not is_clear(archive, mention)
    erase(archive, str(captive), reason="asked for")
    words = {word for model in (Word, Mention) for word in values(archive.database, model, "word")}
    assert "вестник" not in words
    assert not rows(archive.database, Guarded).exists()
    assert not rows(archive.database, GuardedWord).exists()
    assert is_clear(archive, mention)
    erase(archive, str(mention), reason="asked for")
    assert not rows(archive.database, Word).exists()
    assert not rows(archive.database, Mention).exists()


def test_the_name_of_an_outlet_is_told_unless_it_could_be_somebodys(newsroom):
    archive = newsroom.archive
    add(newsroom, CAPTIVE)
    with seeing(archive) as known:
        assert known
        told = {
            name: could_name(archive, name) for name in ("Dayline", "Канал Беляева", "belyaevlive", "Антон", "频道")
        }
    assert told == {"Dayline": False, "Канал Беляева": True, "belyaevlive": True, "Антон": False, "频道": True}


def test_nothing_is_clear_that_was_not_looked_at(newsroom, monkeypatch):
    archive = newsroom.archive
    assert is_clear(archive, add(newsroom, FREE))
    monkeypatch.setattr(clear, "bring_up_to_date", lambda archive: None)
    with seeing(archive) as known:
        assert known
    decide(archive, "withhold", person(archive, "Marta Olden"), reason="asked us to")
    with seeing(archive) as known:
        assert not known


def test_what_a_rebuild_finds_is_taken_into_account_anew(newsroom):
    archive = newsroom.archive
    spoke = add(newsroom, FREE)
    assert is_clear(archive, spoke)
    rebuild(archive.database, archive.blobs)
    assert not rows(archive.database, ClearState).exists()
    assert is_clear(archive, spoke)


def test_a_page_whose_text_is_gone_is_not_clear(newsroom):
    archive = newsroom.archive
    spoke = add(newsroom, FREE)
    archive.blobs.destroy(rows(archive.database, Document, id=spoke).get().text)
    assert not is_clear(archive, spoke)


def test_nothing_is_asked_twice(newsroom, monkeypatch):
    archive = newsroom.archive
    add(newsroom, FREE)
    bring_up_to_date(archive)
    asked = []
    run = archive.database.run
    monkeypatch.setattr(archive.database, "run", lambda *given: asked.append(given) or run(*given))
    bring_up_to_date(archive)
    assert len(asked) == 1


@pytest.mark.parametrize("seed", range(6))
def test_what_is_found_step_by_step_is_what_is_found_at_once(archive, tmp_path, seed):
    world = World(archive, tmp_path / "pages", random.Random(seed))  # noqa: S311 - told again by its seed
    world.new_case("river")
    for _ in range(20):
        world.acts(2)
        bring_up_to_date(archive)
        assert found(archive) == expected(archive), world.done
    step_by_step = state(archive)
    rows(archive.database, ClearState).delete()
    bring_up_to_date(archive)
    assert state(archive) == step_by_step, world.done


@pytest.mark.parametrize("seed", range(4))
def test_subtitles_bar_what_stands_beside_them_in_whichever_order_they_are_read_and_erased(archive, tmp_path, seed):
    """Of a recording that speaks of captivity in its Russian subtitles alone, while somebody looks after each step."""
    draw = random.Random(seed)  # noqa: S311 - told again by its seed
    world = World(archive, tmp_path / "pages", draw)
    for name in ("talk.uk.vtt", "talk.en.vtt"):
        world.write(name)
    world.write("talk.info.json", RECORDING)
    world.write("talk.es.vtt", b"WEBVTT\n\n00:01.000 --> 00:03.000\nEl puente ya no estaba\n")
    world.write("talk.ru.vtt", "WEBVTT\n\n00:01.000 --> 00:03.000\nМы военнопленные, нас взяли в плен\n".encode())
    (target,) = gather(str(tmp_path / "pages"))
    members = draw.sample(target.members, k=len(target.members))
    read = {}
    with intake(archive, GrammarReader(), [str(tmp_path / "pages")], case="main") as into:
        for kept in into.take_in(replace(target, members=tuple(members))):
            bring_up_to_date(archive)
            read[kept.address.rpartition("/")[2]] = kept.document
            assert found(archive) == expected(archive), list(read)
            assert bool(found(archive)) == ("talk.ru.vtt" not in read)
    assert len(read) == 4
    for name in draw.sample(["talk.ru.vtt", "talk.es.vtt", "talk.en.vtt"], k=3):
        erase(archive, str(read.pop(name)), reason="asked for")
        bring_up_to_date(archive)
        assert found(archive) == expected(archive), list(read)
        assert bool(found(archive)) == ("talk.ru.vtt" not in read)


def state(archive):
    """Return all that is known, by table."""
    return {
        model.__name__: sorted(map(repr, rows(archive.database, model).values_list()))
        for model in TABLES
        if model is not ClearState
    }
