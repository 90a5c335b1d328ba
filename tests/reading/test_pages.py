from pathlib import Path

import pytest

from firsthand.reading.extract import extract_bytes

PAGES = sorted((Path(__file__).parent / "pages").glob("*/page.html"))


def render(document):
    """Every line, `|` before the article and `·` before furniture, and what the page says about itself."""
    places = {span.start for span in document.furniture}
    start, lines = 0, []
    for line in document.text.split("\n"):
        if line:
            lines.append(f"{'·' if start in places else '|'} {line}")
        start += len(line) + 1
    said = {
        "language": document.language,
        "title": document.title,
        "outlet": document.outlet,
        "byline": document.byline,
        "url": document.url,
        "translated": document.translated,
    }
    lines += ["", *(f"{name}: {value}" for name, value in said.items() if value)]
    lines += [f"date: {date.value} ({date.found})" for date in document.dates]
    lines += [
        f"{link.kind}: {link.url} {f'“{link.words.of(document.text)}”' if link.words else f'at {link.at}'}"
        for link in document.links
    ]
    return "\n".join([*lines, *(f"note: {note}" for note in document.notes), ""])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_a_page_reads_as_filed(page, golden):
    document = extract_bytes(page.read_bytes(), address=f"https://{page.parent.name}.example/page")
    golden(page.with_name("document.txt"), render(document))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_a_page_reads_the_same_twice(page):
    once, again = (extract_bytes(page.read_bytes(), address="https://x.example/") for _ in range(2))
    assert once == again
