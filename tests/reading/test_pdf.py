import pytest

from firsthand.reading.extract import extract_bytes
from firsthand.reading.no_text import NoTextError


def pdf(*pages, trailer=b""):
    """Write a small PDF: pages are lists of lines."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = b" ".join(b"(" + line.encode("latin-1") + b") Tj T*" for line in lines)
        stream = b"BT /F1 12 Tf 14 TL 72 720 Td " + shown + b" ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        fonts = b"/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R %s >>" % (len(objects), fonts)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(b"<< /Title (On the bridge) /CreationDate (D:202303) >>")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R /Info %d 0 R %s >>"
    size = len(objects) + 1
    return out + head % (size, table, size, len(objects), trailer) + b"\nstartxref\n%d\n%%%%EOF" % len(out)


def page(number):
    return [
        "Norland Bridge Report",
        f"{['Anna', 'Bruno', 'Clara'][number - 1]} told us that nobody in town had closed any",
        "of the gates, and that the engineer was asleep.",
        "She went home.",
        f"Another one, of the {['east', 'north', 'west'][number - 1]}, said the same on the next day.",
        f"Page {number} of 3",
    ]


def test_printed_lines_become_paragraphs_and_running_lines_furniture():
    document = extract_bytes(pdf(page(1), page(2), page(3)), address="report.pdf")
    assert document.text.split("\n")[:4] == [
        "Norland Bridge Report",
        "Anna told us that nobody in town had closed any of the gates, and that the engineer was asleep.",
        "She went home.",
        "Another one, of the east, said the same on the next day.",
    ]
    furniture = [span.of(document.text) for span in document.furniture]
    assert furniture == [line for n in (1, 2, 3) for line in ("Norland Bridge Report", f"Page {n} of 3")]
    assert (document.title, document.language, document.published) == ("On the bridge", "en", "2023-03")
    assert document.notes == ("PDF of 3 pages",)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(pdf([]), "without a text layer", id="pictures only"),
        pytest.param(pdf(page(1))[:200], "broken PDF", id="cut off"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(body, message):
    with pytest.raises(NoTextError, match=message):
        extract_bytes(body, address="report.pdf")
