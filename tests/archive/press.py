"""A few pages of invented outlets, and an archive of them, for tests of what can be asked of one."""

from firsthand.archive.intake import intake
from firsthand.capture import gather
from firsthand.reading.grammar import GrammarReader

PAGE = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta property="og:site_name" content="{outlet}"><meta property="og:title" content="{title}">'
    '<meta property="article:published_time" content="{date}"><link rel="canonical" href="{url}"></head>'
    "<body><article><h1>{title}</h1>{body}</article></body></html>"
)


def page(lang, outlet, date, url, title, *paragraphs):
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return PAGE.format(lang=lang, outlet=outlet, date=date, url=url, title=title, body=body).encode()


DAM = (
    "“The dam will hold until spring,” said Marta Olden, the harbour master of Lindmark.",
    "“Nobody asked the crews about the phones,” Jon Hask added.",
)
PAGES = {
    "dam.html": page("en", "Dayline", "2023-03-08", "https://dayline.example/1", "The dam at Lindmark", *DAM),
    "dam-later.html": page(
        "en", "Dayline", "2023-03-08", "https://dayline.example/1", "The dam at Lindmark, updated", *DAM, "It held."
    ),
    "presa.html": page(
        "es", "El Cauce", "2023-02", "https://elcauce.example/2", "La presa de Lindmark",
        "«La presa aguantará hasta la primavera», dijo Lucía Ferrandel, vecina del barrio.",
    ),
    "plen.html": page(
        "ru", "Вестник Реки", "2023-03-06T11:20:00+02:00", "https://vestnik.example/pavel-ryabov", "Рассказ пленного",
        "«Солдаты забрали телефоны», — рассказал пленный Павел Рябов.",
        "«Павла Рябова накормили», — сказала Оксана Вильшенко, врач.",
    ),
    "mist.html": page(
        "uk", "Річка", "2022", "https://richka.example/4", "Міст біля Ліндмарка",
        "«Солдати прийшли вранці», — сказала Неля Дар’євська.",
    ),
}  # fmt: skip


def write(folder, *names):
    folder.mkdir(exist_ok=True)
    paths = [folder / name for name in names]
    for path in paths:
        path.write_bytes(PAGES[path.name])
    return paths


def add(archive, folder, *names, case="main"):
    """Add pages, as `firsthand add` does; return what was kept."""
    paths = write(folder, *names)
    given = [str(path) for path in paths]
    with intake(archive, GrammarReader(), given, case=case) as taking:
        kept = [each for path in given for target in gather(path) for each in taking.take_in(target)]
    archive.seal(lambda: None)
    return kept
