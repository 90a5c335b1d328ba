from contextlib import closing
from itertools import islice

import pytest

from firsthand.archive.archive import NotFound
from firsthand.archive.cases import add_case
from firsthand.archive.decide import decide, judge, undo
from firsthand.archive.models import Appearance, Statement
from firsthand.archive.questions import Asked, BadQuestion, people, statements
from firsthand.archive.tables import rows
from firsthand.custody.blobs import Blobs
from tests.archive.press import PAGES, add

DAM, PHONES = "“The dam will hold until spring,”", "“Nobody asked the crews about the phones,”"
TAKEN, FED = "«Солдаты забрали телефоны»", "«Павла Рябова накормили»"
PRESA, CAME = "«La presa aguantará hasta la primavera»", "«Солдати прийшли вранці»"
ALL = [DAM, PHONES, TAKEN, FED, PRESA, CAME]  # in the order of an answer


@pytest.fixture
def held(archive, tmp_path):
    add(archive, tmp_path / "pages", *PAGES)
    return archive


def words(archive, **asked):
    return [each.record["words"] for each in statements(archive, Asked(**asked))]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({}, ALL, id="newest document first, text order within, each page once"),
        pytest.param({"words": "солдат"}, [TAKEN, CAME], id="any form, both languages of the script"),
        pytest.param({"words": "“about the phones”"}, [PHONES], id="words as they stand"),
        pytest.param({"words": "“the about phones”"}, [], id="not as they stand"),
        pytest.param({"words": "—"}, [], id="nothing to look for"),
        pytest.param({"words": "  "}, ALL, id="no words"),
        pytest.param({"by": "рябов"}, [TAKEN], id="one word of a name, in any case"),
        pytest.param({"by": "OLDEN Marta"}, [DAM], id="words in any order"),
        pytest.param({"by": "Дар'євська"}, [CAME], id="another apostrophe"),
        pytest.param({"by": "Рябова"}, [], id="a name is compared as it is written"),
        pytest.param({"by": "Marta Hask"}, [], id="words of two people"),
        pytest.param({"by": "!"}, [], id="no name"),
        pytest.param({"outlet": "реки"}, [TAKEN, FED], id="a word of an outlet"),
        pytest.param({"outlet": "Cauce", "words": "presa"}, [PRESA], id="outlet and words"),
        pytest.param({"language": "uk"}, [CAME], id="language"),
        pytest.param({"since": "2023-03"}, ALL[:4], id="since the first of March"),
        pytest.param({"since": "2023-03-07"}, ALL[:2], id="since a day"),
        pytest.param({"since": "2023-02-15"}, ALL[:5], id="February may be its second half"),
        pytest.param({"until": "2022"}, [CAME], id="until the end of a year"),
        pytest.param({"until": "2023-03-06"}, ALL[2:], id="the whole day counts, whatever the hour"),
        pytest.param({"since": "2023-03-06", "until": "2023-03-06"}, [TAKEN, FED], id="one day"),
        pytest.param({"since": "2022-06", "until": "2022-07"}, [CAME], id="2022 may be June"),
    ],
)
def test_a_question_gets_its_statements(held, asked, found):
    assert words(held, **asked) == found


@pytest.mark.parametrize("day", ["2023-13", "2023-02-30", "23", "2023-3-1", "spring", "", "2023-03-01T10:00", "٢٠٢٣"])
def test_what_is_no_date_is_refused(day):
    with pytest.raises(BadQuestion, match="is no date; write 2022, 2022-03 or 2022-03-06"):
        Asked(until=day)


def test_a_statement_is_listed_as_the_contract_has_it(held):
    (row,) = rows(held.database, Statement, words=TAKEN)
    (speaker,) = rows(held.database, Appearance, id=row.appearance_id)
    decide(held, "confirm", str(row.id), reason=None)
    (listed,) = statements(held, Asked(words="забрали"))
    assert listed.title == "Рассказ пленного"
    assert list(listed.record.items()) == [
        ("id", str(row.id)),
        ("type", "direct"),
        ("act", "speech"),
        ("words", TAKEN),
        (
            "speaker",
            {"name": "Павел Рябов", "kind": "named", "person": str(speaker.id), "circumstances": ["captivity"]},
        ),
        ("circumstances", ["in_custody"]),
        ("document", str(row.document_id)),
        ("url", "https://vestnik.example/pavel-ryabov"),
        ("outlet", "Вестник Реки"),
        ("lang", "ru"),
        ("published", "2023-03-06T11:20:00+02:00"),
        ("obtained", "supplied"),
        ("echo", None),
        ("status", "confirmed"),
        ("reader", "grammar 1"),
        ("decided_by", "marta"),
        ("visibility", "undecided"),
    ]


def speaker(archive, said):
    row = rows(archive.database, Statement, words=said, hidden=False).order_by("number").last()
    return str(row.appearance_id)


def test_what_is_known_of_a_person_anywhere_is_said_everywhere(held):
    judged = judge(held, speaker(held, TAKEN), speaker(held, CAME), "same", reason="one voice")
    (came,) = statements(held, Asked(words="прийшли"))
    assert came.record["speaker"]["circumstances"] == ["captivity"]
    assert words(held, by="рябов") == [TAKEN, CAME]
    (person,) = people(held, "Рябов")
    assert person["names"] == ["Неля Дар’євська", "Павел Рябов"]
    assert (person["statements"], person["circumstances"]) == (2, ["captivity"])
    undo(held, f"entry:{judged.entry}", reason="two voices")
    assert words(held, by="рябов") == [TAKEN]


def test_only_who_is_named_somewhere_is_a_person(held):
    appearance = rows(held.database, Appearance, id=speaker(held, FED))
    appearance.update(kind="unnamed", name=None)
    (fed,) = statements(held, Asked(words="накормили"))
    assert fed.record["speaker"] == {"name": None, "kind": "unnamed", "person": None, "circumstances": []}
    assert "Оксана Вильшенко" not in [person["name"] for person in people(held)]
    judge(held, speaker(held, FED), speaker(held, DAM), "same", reason="the harbour master")
    (fed,) = statements(held, Asked(words="накормили"))
    (marta,) = people(held, "olden")
    assert fed.record["speaker"]["person"] == marta["id"]
    assert (marta["name"], marta["statements"]) == ("Marta Olden", 2)


def test_hidden_statements_are_not_listed(held):
    rows(held.database, Statement, words=PHONES).update(hidden=True)
    assert PHONES not in words(held)
    assert "Jon Hask" not in [person["name"] for person in people(held)]


def test_one_statement_is_given_whatever_version_it_is_of(held):
    old = rows(held.database, Statement, words=DAM).order_by("number").first()
    assert [each.record["id"] for each in statements(held, Asked(only=old.id))] == [str(old.id)]


def test_a_case_lists_only_what_it_holds(held, tmp_path):
    add_case(held, "river")
    assert words(held, case="river") == []
    add(held, tmp_path / "pages", "mist.html", case="river")
    assert words(held, case="river") == [CAME]
    assert [person["name"] for person in people(held, case="river")] == ["Неля Дар’євська"]
    assert words(held, case="main") == ALL
    for ask in (lambda: words(held, case="sea"), lambda: people(held, case="sea")):
        with pytest.raises(NotFound, match="no case “sea” here"):
            ask()


def test_people_are_each_listed_once_by_name(held):
    found = people(held)
    assert [person["name"] for person in found] == [
        "Jon Hask", "Lucía Ferrandel", "Marta Olden", "Неля Дар’євська", "Оксана Вильшенко", "Павел Рябов",
    ]  # fmt: skip
    assert list(found[2]) == ["id", "name", "names", "statements", "circumstances", "visibility"]
    assert (found[2]["statements"], found[2]["visibility"]) == (
        1,
        "undecided",
    )  # of two versions of the page one counts
    assert people(held, "nobody") == people(held, "!") == []


@pytest.mark.parametrize(("verb", "shown"), [("release", "open"), ("withhold", "withheld")])
def test_what_was_decided_about_a_person_is_listed(held, verb, shown):
    (person,) = people(held, "рябов")
    decide(held, verb, person["id"], reason="weighed")
    assert people(held, "рябов")[0]["visibility"] == shown
    assert {each["visibility"] for each in people(held) if each["id"] != person["id"]} == {"undecided"}


def test_statements_are_asked_for_some_at_a_time(held, monkeypatch):
    monkeypatch.setattr("firsthand.archive.questions._AT_ONCE", 1)
    assert words(held) == ALL
    with closing(statements(held, Asked())) as found:
        assert [each.record["words"] for each in islice(found, 2)] == ALL[:2]
    assert words(held, by="olden") == [DAM]


def test_no_blob_is_opened_to_answer(held, monkeypatch):
    monkeypatch.setattr(Blobs, "get", None)
    assert words(held) == ALL
    assert len(people(held)) == 6
