from firsthand.archive.archive import MAIN
from firsthand.archive.correct import correct
from firsthand.archive.decide import decide
from firsthand.archive.models import Case, Statement
from firsthand.archive.sight import Sight
from firsthand.archive.tables import rows
from firsthand.archive.training import training_records
from tests.archive.press import DAM, add


def ids(archive, document):
    return [str(row.id) for row in rows(archive.database, Statement, document_id=document).order_by("number")]


def test_records_have_what_people_confirmed_and_corrected_and_what_they_rejected(archive, tmp_path):
    dam, _ = add(archive, tmp_path / "pages", "dam.html", "mist.html")
    first, second = ids(archive, dam.document)
    assert list(training_records(archive)) == []
    decide(archive, "reject", second, reason="a caption")
    assert list(training_records(archive)) == []
    decide(archive, "confirm", first, reason=None)
    (record,) = training_records(archive)
    assert (record["id"], record["title"], record["lang"]) == (str(dam.document), "The dam at Lindmark", "en")
    assert [(each["id"], each["decided"]) for each in record["attributions"]] == [(first, "confirmed")]
    start = record["text"].index(DAM[1][:8])
    ((rejected,),) = record["rejected"]
    assert rejected[0] == start
    words = [start, start + 7]
    correct(archive, second, reason="it is one", content=[words])
    (record,) = training_records(archive)
    assert [(each["id"], each["decided"]) for each in record["attributions"]] == [
        (first, "confirmed"),
        (second, "corrected"),
    ]
    assert (record["attributions"][1]["content"], record["rejected"]) == ([words], [])
    assert "marta" not in str(record["attributions"])


def test_only_documents_that_are_seen_are_told(archive, tmp_path):
    (dam,) = add(archive, tmp_path / "pages", "dam.html")
    decide(archive, "confirm", ids(archive, dam.document)[0], reason=None)
    case = rows(archive.database, Case, name=MAIN).get()
    assert len(list(training_records(archive, Sight(cases=(case.id,))))) == 1
    assert list(training_records(archive, Sight(cases=()))) == []
