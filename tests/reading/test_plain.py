from firsthand.reading.extract import extract_bytes


def read(*lines):
    return extract_bytes("\n".join(lines).encode(), address="-", media_type="text/plain")


def test_a_text_says_what_it_is():
    document = read(
        "Міст у Ліссі закрили",
        "Zlam.example, 6 березня 2023, 17:41",
        "Автор: Гнат Верба",
        "",
        "Мер сказав, що міст закрили через воду, і попросив людей не виходити на берег.",
        "Оновлено: 7 березня 2023",
    )
    assert (document.language, document.title, document.byline) == ("uk", "Міст у Ліссі закрили", "Гнат Верба")
    assert (document.outlet, document.published) == ("Zlam.example", "2023-03-06T17:41")
    assert [date.words.of(document.text) for date in document.dates] == ["6 березня 2023, 17:41", "7 березня 2023"]


def test_a_dateline_dates_a_text():
    assert read("LISSA, 6 March 2023 — The bridge is closed, she said.", "Nobody asked.").published == "2023-03-06"


def test_a_date_that_the_text_only_speaks_of_does_not():
    assert read("The bridge", "On 6 March 2023 the bridge was closed, she said.").dates == ()


def test_a_sentence_is_no_headline():
    assert read("She said no.", "He said yes.").title is None
    assert read("She said no").title is None
