from itertools import product
from uuid import UUID

import pytest

from firsthand.archive import lists
from firsthand.archive.activity import activity, counts
from firsthand.archive.archive import NotFound
from firsthand.archive.cases import add_case, change_case
from firsthand.archive.decide import decide, judge, undo
from firsthand.archive.erase import erase
from firsthand.archive.models import Appearance, Document, NameWord, Statement
from firsthand.archive.paging import Count, Page
from firsthand.archive.persons import people
from firsthand.archive.questions import Asked, BadQuestion
from firsthand.archive.questions import people as all_people
from firsthand.archive.questions import statements as all_statements
from firsthand.archive.remarks import assign, tag
from firsthand.archive.sight import WHOLE, Sight
from firsthand.archive.tables import first, rows
from firsthand.archive.trails import missing
from firsthand.reading.words import tokens
from tests.archive import press
from tests.archive.press import PAGES, add
from tests.archive.test_questions import CAME, DAM, FED, PHONES, PRESA, TAKEN, speaker
from tests.archive.world import Newer, World, history

QUESTIONS = [
    {},
    {"words": "солдат"},
    {"words": "“about the phones”"},
    {"words": "the"},
    {"words": "—"},
    {"words": "the dam"},
    {"by": "рябов"},
    {"by": "OLDEN Marta"},
    {"by": "Marta Hask"},
    {"by": "olden", "words": "spring"},
    {"outlet": "реки"},
    {"outlet": "Cauce", "words": "presa"},
    {"outlet": "e"},
    {"language": "uk"},
    {"language": "en", "words": "the"},
    {"since": "2023-03"},
    {"since": "2023-02-15"},
    {"until": "2022"},
    {"until": "2023-03-06"},
    {"since": "2022-06", "until": "2022-07"},
    {"case": "river"},
    {"case": "river", "words": "presa"},
    {"case": "river", "by": "Lucía"},
    {"status": "confirmed"},
    {"status": "suggested"},
    {"status": "rejected", "words": "phones"},
    {"type": "direct"},
    {"type": "indirect"},
    {"tag": "convoy"},
    {"tag": "bridge"},
    {"tag": "bridge", "words": "солдат"},
    {"tag": "bridge", "by": "рябов", "language": "ru"},
    {"tag": "bridge", "case": "river"},
    {"tag": "no such tag"},
    {"tag": "[%"},
    {"assigned": "ivo"},
    {"assigned": "marta"},
    {"assigned": "ivo", "tag": "bridge"},
]


@pytest.fixture
def held(archive, tmp_path):
    add(archive, tmp_path / "pages", *PAGES)
    add_case(archive, "river")
    add(archive, tmp_path / "river", "presa.html", case="river")
    for verb, said in (("confirm", DAM), ("reject", PHONES)):
        row = rows(archive.database, Statement, words=said).order_by("number").last()
        decide(archive, verb, str(row.id), reason="heard")
    change_case(archive, "main", tags=["bridge", "convoy"], members=["ivo"])
    change_case(archive, "river", tags=["river bed"], members=["ivo"])
    taken, came, plen = id_of(archive, TAKEN), id_of(archive, CAME), id_of(archive, outlet="Вестник Реки")
    tag(archive, taken, "bridge")
    tag(archive, plen, "bridge")
    tag(archive, came, "convoy")
    tag(archive, speaker(archive, DAM), "bridge")
    tag(archive, id_of(archive, outlet="El Cauce"), "river bed")
    undo(archive, f"entry:{tag(archive, came, 'bridge').entry}", reason="another one")
    assign(archive, plen, "ivo")
    assign(archive, taken, "marta")
    assign(archive, came, "marta")
    assign(archive, came, "ivo")
    archive.database.run("CREATE TABLE IF NOT EXISTS local_clear (document bigint PRIMARY KEY)")
    archive.database.run(
        "INSERT INTO local_clear SELECT number FROM document d WHERE NOT EXISTS "
        "(SELECT 1 FROM appearance a WHERE a.document_id = d.id AND NOT a.circumstances = '[]')"
    )
    return archive


def id_of(archive, words=None, **document):
    """The id of a statement, by its words, or of a document."""
    if document:
        return str(rows(archive.database, Document, **document).get().id)
    return str(rows(archive.database, Statement, words=words).order_by("number").last().id)


def paged(asking, limit):
    """Return all items of a list, page after page."""
    found, after = [], None
    for _ in range(1000):
        page = asking(after=after, limit=limit)
        assert isinstance(page, Page)
        assert len(page.items) <= limit
        found += page.items
        if (after := page.after) is None:
            return found
    raise AssertionError("it never ends")


def of_case(archive, name, **more):
    return Sight((archive.case(name).id,), **more)


def test_pages_together_hold_what_the_whole_answer_holds(held):
    for asked, limit in product(QUESTIONS, [1, 50]):
        question = Asked(**asked)
        found = paged(lambda question=question, **page: lists.statements(held, WHOLE, question, **page), limit)
        answer = [{**each.record, "title": each.title} for each in all_statements(held, question)]
        assert sorted(found, key=lambda each: each["id"]) == sorted(answer, key=lambda each: each["id"]), asked
        if asked.keys() <= {"outlet", "language", "since", "until", "case", "type"}:
            assert found == answer, asked


def test_a_persons_statements_are_found_under_all_their_names(held):
    judge(held, speaker(held, TAKEN), speaker(held, CAME), "same", reason="one voice")
    (person, _) = sorted({speaker(held, TAKEN), speaker(held, CAME)})
    for asked in ({"by": "рябов"}, {"person": first(held.database, Appearance, id=UUID(person)).person_id}):
        found = lists.statements(held, WHOLE, Asked(**asked)).items
        assert {each["words"] for each in found} == {TAKEN, CAME}


def test_what_is_added_meanwhile_puts_nothing_twice_and_hides_nothing(held, tmp_path):
    before = {each.record["id"] for each in all_statements(held, Asked())}
    for asked in (Asked(), Asked(words=["the", "солдат"][1])):
        whole = {each.record["id"] for each in all_statements(held, asked)}
        page = lists.statements(held, WHOLE, asked, limit=1)
        ids = [each["id"] for each in page.items]
        held_now = World(held, tmp_path / "more", None)
        held_now.add_page("note.txt")
        held_now.add_page("most.txt")
        while page.after:
            page = lists.statements(held, WHOLE, asked, after=page.after, limit=1)
            ids += [each["id"] for each in page.items]
        assert len(ids) == len(set(ids))
        assert whole <= set(ids)
    assert before


@pytest.mark.parametrize("seed", range(2))
def test_lists_agree_with_questions_whatever_has_happened(archive, tmp_path, seed):
    done = history(archive, tmp_path, seed, count=30).done
    for asked in (
        {},
        {"words": "bridge"},
        {"words": "солдат"},
        {"by": "Kolvin"},
        {"status": "confirmed"},
        {"by": "jr"},
    ):
        found = paged(lambda asked=asked, **page: lists.statements(archive, WHOLE, Asked(**asked), **page), 2)
        answer = [each.record["id"] for each in all_statements(archive, Asked(**asked))]
        assert sorted(each["id"] for each in found) == sorted(answer), done
    found = paged(lambda **page: people(archive, WHOLE, **page), 2)
    told = all_people(archive)
    shared = ("id", "name", "names", "visibility")
    assert sorted(tuple(map(str, map(each.get, shared))) for each in found) == sorted(
        tuple(map(str, map(each.get, shared))) for each in told
    )
    assert {each["id"]: each["statements"].number for each in found} == {
        each["id"]: each["statements"] for each in told
    }
    names = {row.called for row in rows(archive.database, Appearance) if row.called}
    held = {(row.word, row.called) for row in rows(archive.database, NameWord)}
    assert held == {(word, name) for name in names for word in tokens(name)}
    paged(lambda **page: activity(archive, WHOLE, **page), 3)


@pytest.mark.parametrize("after", ["", "!", "ї", "x" * 5000, "WzEsMl0", "WyJuIiwiMSJd", "bnVsbA", "WzFlOTldWw"])
def test_a_page_that_no_list_has_is_refused(held, after):
    for asking in (lists.documents, lists.captures, lists.outlets, lists.queue, people, activity):
        with pytest.raises(BadQuestion, match="begin again with the first"):
            asking(held, WHOLE, after=after)
    for asked in ({}, {"words": "солдат"}, {"by": "рябов"}, {"tag": "bridge"}):
        with pytest.raises(BadQuestion, match="begin again with the first"):
            lists.statements(held, WHOLE, Asked(**asked), after=after)


def test_the_place_of_another_list_is_refused(held):
    page = lists.statements(held, WHOLE, Asked(), limit=1)
    with pytest.raises(BadQuestion, match="begin again"):
        lists.statements(held, WHOLE, Asked(words="солдат"), after=page.after)


def test_of_an_unseen_case_there_is_no_statement_name_count_or_act(held):
    river = of_case(held, "river")
    assert [each["words"] for each in lists.statements(held, river, Asked()).items] == [PRESA]
    assert not lists.statements(held, river, Asked(words="солдат")).items
    assert not lists.statements(held, river, Asked(by="рябов")).items
    assert not lists.statements(held, river, Asked(case="main", words="dam")).items
    assert [each["name"] for each in people(held, river).items] == ["Lucía Ferrandel"]
    assert not people(held, river, words="рябов").items
    assert [each["name"] for each in lists.outlets(held, river).items] == ["El Cauce"]
    assert [each["outlet"] for each in lists.documents(held, river).items] == ["El Cauce"]
    assert lists.facets(held, river, Asked()).looked_at == 1
    assert lists.timeline(held, river, Asked()).days == (("2023-02", 1),)
    assert [each["words"] for each in lists.queue(held, river).items] == [PRESA]
    assert counts(held, river).waiting == Count(1, True)
    (captured,) = activity(held, river).items
    assert captured["act"] == "captured"
    assert len(lists.captures(held, river, failed=False).items) == 1


def test_who_sees_only_what_is_clear_is_told_of_nobody_protected(held, tmp_path):
    clear = Sight(clear=True)
    World(held, tmp_path / "more", None).add(tmp_path / "missing.txt")
    decide(held, "withhold", speaker(held, TAKEN), reason="he asked for it")
    assert {TAKEN, FED}.isdisjoint(each["words"] for each in lists.statements(held, clear, Asked()).items)
    assert not lists.statements(held, clear, Asked(words="солдаты телефоны")).items
    assert {"Павел Рябов", "Оксана Вильшенко"}.isdisjoint(each["name"] for each in people(held, clear).items)
    assert len(people(held, clear).items) == 4
    assert not lists.captures(held, clear).items
    assert len(lists.captures(held, WHOLE).items) == 1
    assert counts(held, clear).failed == Count(0, True)
    assert counts(held, WHOLE).failed == Count(1, True)
    assert "withhold" not in [each["act"] for each in activity(held, clear).items]
    assert "withhold" in [each["act"] for each in activity(held, WHOLE).items]
    assert "Вестник Реки" not in [each["name"] for each in lists.outlets(held, clear).items]


@pytest.mark.parametrize(
    "asked", [Asked(), Asked(words="bridge"), Asked(language="en")], ids=["all", "a word", "a language"]
)
def test_a_page_and_its_facets_are_what_they_are_when_asked_for_apart(held, asked):
    apart = lists.statements(held, WHOLE, asked, limit=2), lists.facets(held, WHOLE, asked)
    assert lists.answer(held, WHOLE, asked, limit=2) == apart


def test_facets_count_what_was_found_and_never_circumstances(held):
    found = lists.facets(held, WHOLE, Asked())
    assert (found.looked_at, found.complete) == (6, True)
    assert dict(found.languages) == {"en": 2, "ru": 2, "es": 1, "uk": 1}
    assert dict(found.statuses) == {"suggested": 4, "confirmed": 1, "rejected": 1}
    assert dict(found.years) == {"2023": 5, "2022": 1}
    assert ("Павел Рябов", 1) in [(name, count) for _, name, count in found.speakers]
    assert "captiv" not in str(found)
    assert "custody" not in str(found)
    few = lists.facets(held, WHOLE, Asked(), most=2)
    assert (few.looked_at, few.complete) == (2, False)


def test_statements_are_found_by_their_tags_and_those_of_their_documents_and_not_of_people(held):
    def found(**asked):
        return [each["words"] for each in lists.statements(held, WHOLE, Asked(**asked)).items]

    assert found(tag="bridge") == [FED, TAKEN]  # what was tagged last first, each once
    assert found(tag="convoy") == [CAME]
    assert found(tag="bridge", type="indirect") == []
    assert [each["words"] for each in lists.queue(held, WHOLE, tag="bridge").items] == [FED, TAKEN]
    decide(held, "confirm", id_of(held, FED), reason="heard")
    assert [each["words"] for each in lists.queue(held, WHOLE, tag="bridge").items] == [TAKEN]
    assert lists.waiting_tags(held, WHOLE) == tuple(
        (name, Count(1, True)) for name in ("bridge", "convoy", "river bed")
    )


def test_tags_are_counted_as_facets_and_under_a_tag_no_speaker_is(held):
    found = lists.facets(held, WHOLE, Asked())
    assert dict(found.tags) == {"bridge": 2, "convoy": 1, "river bed": 1}
    assert found.speakers
    under = lists.facets(held, WHOLE, Asked(tag="bridge"))
    assert (under.looked_at, under.tags, under.speakers) == (2, (("bridge", 2),), ())


def test_a_tag_or_an_assignment_is_told_of_what_is_seen_alone(held):
    river, clear = of_case(held, "river"), Sight(clear=True)
    assert lists.facets(held, river, Asked()).tags == (("river bed", 1),)
    assert lists.waiting_tags(held, river) == (("river bed", Count(1, True)),)
    assert not lists.statements(held, river, Asked(tag="bridge")).items
    assert not lists.queue(held, river, to="ivo").items
    assert counts(held, river, "ivo").assigned == Count(0, True)
    assert lists.facets(held, clear, Asked()).tags == ()
    assert lists.waiting_tags(held, clear) == ()
    assert counts(held, clear, "ivo").assigned == Count(0, True)
    for asked in (Asked(tag="convoy"), Asked(tag="bridge", words="солдат"), Asked(assigned="ivo")):
        for asking in (lists.statements, lists.facets, lists.timeline):
            with pytest.raises(NotFound):
                asking(held, clear, asked)


def test_what_is_assigned_to_somebody_waits_for_them_until_it_is_decided_or_given_to_another(held):
    def theirs(name):
        found = [each["words"] for each in lists.queue(held, WHOLE, to=name).items]
        assert counts(held, WHOLE, name).assigned == Count(len(found), True)
        return found

    assert theirs("ivo") == [CAME, FED]  # the document's, but for the statement that marta has
    assert theirs("marta") == [TAKEN]
    assign(held, id_of(held, TAKEN), None)
    assert theirs("marta") == []
    decide(held, "confirm", id_of(held, CAME), reason="heard")
    assert theirs("ivo") == [FED]
    assert theirs("nobody of this name") == []
    erase(held, id_of(held, outlet="Вестник Реки"), reason="asked for")
    assert theirs("ivo") == []


def test_as_many_sources_are_counted_missing_as_are_listed(archive, tmp_path):
    credit = "<p>“It held,” said Marta Olden, the mayor of Lindmark.</p><p>Source: {}</p>"
    for number, name in enumerate(("Dayline", "dayline.example", "Дейлайн", "Kilnside", "Kilnside")):
        folder = tmp_path / str(number)
        folder.mkdir()
        page = press.page("en", "Harbour Post", "2023", f"https://harbour.example/{number}", "It held", "")
        (folder / "page.html").write_bytes(page.replace(b"<p></p>", credit.format(name).encode()))
        World(archive, folder, None).add(folder / "page.html")
    press.add(archive, tmp_path / "pages", "dam.html")
    listed = lists.missing(archive, WHOLE).items
    assert [(each["name"], len(each["credited_by"])) for each in listed] == [("Kilnside", 2)]
    assert list(listed) == missing(archive)
    assert counts(archive, WHOLE).missing == Count(1, True)
    add_case(archive, "river")
    assert counts(archive, of_case(archive, "river")).missing == Count(0, True)


def test_documents_are_listed_by_their_own_dates_each_page_once(held):
    found = paged(lambda **page: lists.documents(held, WHOLE, **page), 2)
    assert [each["title"] for each in found] == [
        "The dam at Lindmark, updated", "Рассказ пленного", "La presa de Lindmark", "Міст біля Ліндмарка",
    ]  # fmt: skip
    assert [each["statements"] for each in found] == [Count(2, True), Count(2, True), Count(1, True), Count(1, True)]
    assert [each["outlet"] for each in lists.documents(held, WHOLE, outlet="Річка").items] == ["Річка"]
    assert [each["lang"] for each in lists.documents(held, WHOLE, language="es").items] == ["es"]


def test_outlets_are_listed_with_what_they_have(held):
    found = paged(lambda **page: lists.outlets(held, WHOLE, **page), 1)
    assert found[0] == {"name": "Dayline", "pages": Count(1, True), "languages": ["en"], "last": "2023-03-08"}
    assert [each["name"] for each in found] == ["Dayline", "El Cauce", "Вестник Реки", "Річка"]


def test_a_timeline_counts_documents_by_month(held):
    whole = (("2023-03", 2), ("2023-02", 1), ("2022", 1))
    assert lists.timeline(held, WHOLE, Asked()) == lists.Timeline(whole, True)
    assert lists.timeline(held, WHOLE, Asked(type="direct")).days == whole
    assert lists.timeline(held, WHOLE, Asked(until="2023-02", case="river")).days == (("2023-02", 1),)
    assert lists.timeline(held, WHOLE, Asked(words="солдат")).days == (("2023-03", 1), ("2022", 1))


def test_what_waits_is_what_nobody_decided_about(held):
    found = paged(lambda **page: lists.queue(held, WHOLE, **page), 1)
    assert {each["words"] for each in found} == {TAKEN, FED, PRESA, CAME}
    assert counts(held, WHOLE).waiting == Count(4, True)


def test_what_is_withheld_waits_only_once_it_is_not(held):
    before = lists.queue(held, WHOLE).items
    assign(held, before[0]["id"], "marta")
    first_of_all, *others = lists.queue(held, WHOLE, to="marta").items
    assert first_of_all == before[0]
    withheld = decide(held, "withhold", before[0]["id"], reason="for now")
    assert lists.queue(held, WHOLE).items == before[1:]
    assert lists.queue(held, WHOLE, to="marta").items == tuple(others)
    waits = counts(held, WHOLE, "marta")
    assert (waits.waiting, waits.assigned) == (Count(3, True), Count(len(others), True))
    undo(held, f"entry:{withheld.entry}", reason="no more")
    assert lists.queue(held, WHOLE).items == before
    assert lists.queue(held, WHOLE, to="marta").items == (before[0], *others)


def test_activity_tells_who_did_what_and_no_reason(held):
    newest, *_, oldest = paged(lambda **page: activity(held, WHOLE, **page), 2)
    assert (newest["act"], newest["by"]) == ("undo", "marta")
    assert [each["kind"] for each in newest["subjects"]] == ["statement"]
    assert oldest["act"] == "captured"
    assert "heard" not in str(newest)


def test_a_name_that_was_erased_is_found_no_more(held):
    document = rows(held.database, Document, outlet="Вестник Реки").get()
    erase(held, str(document.id), reason="asked for")
    assert not people(held, WHOLE, words="рябов").items
    assert not rows(held.database, NameWord, word="рябов").exists()


def test_a_name_that_a_later_reading_has_no_more_is_found_no_more(archive, tmp_path):
    world = World(archive, tmp_path / "pages", None)
    world.add_page("note.txt")
    assert people(archive, WHOLE, words="ruel").items
    world.add_page("note.txt", reader=Newer())
    called = {row.called for row in rows(archive.database, Appearance)}
    assert {row.called for row in rows(archive.database, NameWord)} == called


@pytest.mark.parametrize(
    ("count", "said"), [(Count(3, True), "3"), (Count(1000, False), "1 000+")], ids=["all", "at least"]
)
def test_a_count_says_whether_it_is_one(count, said):
    assert str(count) == said
