import ast
import re
from functools import partial
from html.parser import HTMLParser
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import polib
import pytest
from django.template.base import Lexer, TokenType

from tests.desk.served import Person, run_at_desk

ROOT = Path(__file__).parents[2]
DESK = ROOT / "src/firsthand/desk"
TEMPLATES = sorted(DESK.glob("templates/**/*.html"))
LANGUAGES = ("es", "ru", "uk")
SHOWN = {"alt", "aria-label", "aria-description", "label", "placeholder", "title"}
"""Attributes that people read or hear."""
SAME_EVERYWHERE = {"Firsthand", "UTC", "https", "en", "auto"}
"""What stands in a template as it is: names, examples of a format, and what only browsers read."""
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w*\}|<[^>]+>")
CYRILLIC = re.compile(r"[Ѐ-ӿ]")


def loaded(path):
    loader = SourceFileLoader("messages", str(path))
    module = module_from_spec(spec_from_loader("messages", loader))
    loader.exec_module(module)
    return module


tool = loaded(ROOT / "tools/messages")


def path_of(language):
    return DESK / "locale" / language / "LC_MESSAGES/django.po"


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request):
    return polib.pofile(str(path_of(request.param)))


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_language_of_the_desk_has_its_words():
    from firsthand.desk.configure import LANGUAGES as SPOKEN

    assert {code for code, _name in SPOKEN} == {"en", *LANGUAGES} == {"en", *tool.LANGUAGES}


def test_what_the_desk_says_is_what_is_translated(catalogue):
    """`make messages` brings the files up to date."""
    said = {(each.msgctxt, each.msgid, each.msgid_plural) for each in tool.messages()}
    assert len(said) > 400
    assert {(each.msgctxt, each.msgid, each.msgid_plural) for each in catalogue} == said


def test_nothing_is_empty_or_doubtful(catalogue):
    assert [each.msgid for each in catalogue if each.fuzzy or each.obsolete or not all(translations(each))] == []


def test_placeholders_and_ends_agree(catalogue):
    for entry in catalogue:
        for number, said in enumerate(translations(entry)):
            meant = entry.msgid_plural if entry.msgid_plural and number else entry.msgid
            assert sorted(PLACEHOLDER.findall(said)) == sorted(PLACEHOLDER.findall(meant)), entry.msgid
            assert said == said.strip(), entry.msgid
            assert (said[-1] in ".:;?") == (meant[-1] in ".:;?"), (meant, said)
            assert ("," in said) >= (meant == "yes,not yet"), entry.msgid


def test_each_is_in_its_own_letters_and_quotation_marks(catalogue):
    for entry in catalogue:
        for said in translations(entry):
            assert not re.search(r"[“”\"]", PLACEHOLDER.sub("", said)), said
            assert said.count("«") == said.count("»"), said
            assert not re.search(r"[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z]", said), said
            if catalogue.metadata["Language"] == "es":
                assert not CYRILLIC.search(said), said
            else:
                assert CYRILLIC.search(said), said
                assert not re.search("[ыэъё]" if catalogue.metadata["Language"] == "uk" else "[іїєґ]", said.lower()), (
                    said
                )


def test_the_compiled_files_are_what_the_readable_ones_say(tmp_path):
    for language in LANGUAGES:
        made = polib.pofile(str(path_of(language)))
        made.save_as_mofile(str(tmp_path / "made.mo"))
        assert (tmp_path / "made.mo").read_bytes() == path_of(language).with_suffix(".mo").read_bytes(), language


def test_the_files_are_as_the_tool_writes_them(tmp_path):
    for language in LANGUAGES:
        again = tmp_path / f"{language}.po"
        tool.merged(path_of(language), language).save(str(again))
        assert again.read_bytes() == path_of(language).read_bytes(), language


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("es", {1: "1 declaración", 0: "0 declaraciones", 2: "2 declaraciones", 21: "21 declaraciones"}),
        (
            "ru",
            {
                0: "0 высказываний",
                1: "1 высказывание",
                2: "2 высказывания",
                5: "5 высказываний",
                11: "11 высказываний",
                14: "14 высказываний",
                21: "21 высказывание",
                24: "24 высказывания",
                111: "111 высказываний",
            },
        ),
        (
            "uk",
            {
                0: "0 висловлювань",
                1: "1 висловлювання",
                2: "2 висловлювання",
                5: "5 висловлювань",
                11: "11 висловлювань",
                14: "14 висловлювань",
                21: "21 висловлювання",
                112: "112 висловлювань",
            },
        ),
    ],
)
def test_numbers_have_their_forms(language, forms):
    import gettext

    with path_of(language).with_suffix(".mo").open("rb") as stream:
        said = partial(gettext.GNUTranslations(stream).ngettext, "%(n)s statement", "%(n)s statements")
    assert {n: said(n) % {"n": n} for n in forms} == forms


class Shown(HTMLParser):
    """The words of a page that people read, without what tags say."""

    def __init__(self):
        super().__init__()
        self.words, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style", "kbd", "code")
        submits = tag in ("button", "option") or dict(attrs).get("type") in ("submit", "button")
        self.words += [
            value
            for name, value in attrs
            if value and (name in SHOWN or (name == "value" and submits and " " in value))
        ]

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style", "kbd", "code")

    def handle_data(self, data):
        if not self.silent:
            self.words.append(data)


def literals(source):
    """Return what a template says outside of tags that translate it."""
    kept, translating, given = [], False, []
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK and token.contents.startswith(("blocktranslate", "blocktrans ")):
            translating = True
        elif token.token_type == TokenType.BLOCK and token.contents.startswith("endblocktrans"):
            translating = False
        elif token.token_type == TokenType.TEXT and not translating:
            kept.append(token.contents)
        elif token.token_type == TokenType.VAR:
            given += re.findall(r"""(?:default|default_if_none|yesno|pluralize):["']([^"']*)["']""", token.contents)
            given += re.findall(r"""^["']([^"']*)["']""", token.contents)
    page = Shown()
    page.feed("".join(kept))
    words = (each.strip(" \n\t·:,;()/…—×←.") for each in [*page.words, *given])
    return [each for each in words if re.search(r"[^\W\d_]", each) and each not in SAME_EVERYWHERE]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(DESK / "templates").as_posix())
def test_a_template_says_nothing_that_is_not_translated(path):
    assert literals(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ("<p>{% translate 'Hello' %} {% blocktranslate %}there{% endblocktranslate %}</p>", []),
        ("<input placeholder='Why?'>", ["Why?"]),
        ("<input value='private'><p>{{ a|default:'nobody' }}</p>", ["nobody"]),
        ("{{ a|default:_('nobody') }} · Firsthand <kbd>c</kbd>", []),
    ],
)
def test_words_of_a_template_are_found(source, found):
    assert literals(source) == found


def test_both_kinds_of_source_are_read():
    python = (
        "from django.utils.translation import gettext as _, ngettext, pgettext_lazy as p\n"
        "_('a “b”'); ngettext('one', 'many', n); p('role', 'viewer'); other('c')"
    )
    assert sorted(tool.said_in_python(python)) == [
        ("gettext", ["a “b”"]),
        ("ngettext", ["one", "many"]),
        ("pgettext", ["role", "viewer"]),
    ]
    template = (
        "{% translate 'it’s' %}{% translate 'a' context 'b' %}{{ x|default:_('c d') }}{{ x|yesno:_(\"e,f\") }}"
        '{% blocktranslate count n=x|length trimmed %}\n {{ n }} "one"\n{% plural %}{{ n }} many{% endblocktranslate %}'
    )
    assert list(tool.said_in_template(template)) == [
        ("gettext", ["it’s"]),
        ("pgettext", ["b", "a"]),
        ("gettext", ["c d"]),
        ("gettext", ["e,f"]),
        ("ngettext", ['%(n)s "one"', "%(n)s many"]),
    ]


def texts(node):
    """Yield the texts in a piece of source, with a 7 for each value in them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.sub(r"\{[^}]*\}", "7", node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(each.value if isinstance(each, ast.Constant) else "7" for each in node.values)
    else:
        for each in ast.iter_child_nodes(node):
            yield from texts(each)


def said_by(module, *where):
    """Return the sentences that a module says in calls of some names, in what it assigns to them, or in statements."""
    found = []
    for node in ast.walk(ast.parse((DESK.parent / module).read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name, given = ast.unparse(node.func), node.args
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            name = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
            given = [node.value]
        else:
            name, given = type(node).__name__.lower(), [getattr(node, "value", None)]
        if name in where and '"ok"' not in [ast.unparse(each).replace("'", '"') for each in given if each]:
            said = (each for one in given if one for each in texts(one) if re.search(r"[a-z]{2} [a-z]", each))
            found += [one for each in said for one in VARIED.get(each, [each])]
    return found


VARIED = {
    "7 that 7 no other hand held here: it may have the words from anywhere": [
        "1 page that names no other hand held here: it may have the words from anywhere",
        "5 pages that name no other hand held here: it may have the words from anywhere",
    ],
    "what joins 7 of pages was refused by a person and is left out": [
        "what joins 1 pair of pages was refused by a person and is left out",
        "what joins 2 pairs of pages was refused by a person and is left out",
    ],
    "7 too short to tell from a clip of another held here: possible, not proved": [
        "1 recording is too short to tell from a clip of another held here: possible, not proved",
        "2 recordings are too short to tell from a clip of another held here: possible, not proved",
    ],
    "“7” is 7 that only one of them has": [
        f"“7” is {what} that only one of them has" for what in ("a patronymic", "an initial", "a part")
    ],
    "the same full name in two documents, 77; nothing conflicts": [
        f"the same full name in two documents, {names}{ages}; nothing conflicts"
        for names in ("“7”", "“7” and “7”")
        for ages in ("", ", ages 7 and 7")
    ],
    "a name has letters": [],
    "the same signs, no name": [],
    "no part of one is like a part of the other": [],
    "not proved": [],
    "beside the key": [],
    "7 confirms that log state 7 existed on 7": [],
}
"""What some of them are with their words, where these are no values; and those that the desk never shows."""


ENGINE = [
    ("linking/trail.py", ["share", "Edge", "_DOUBT", "why.append"], 6),
    ("linking/names.py", ["_WHY", "yield", "Comparison"], 18),
    ("linking/people.py", ["return"], 3),
    ("archive/verify.py", ["Finding", "says", "wrong", "_STRAY", "again"], 25),
    ("reading/pdf.py", ["NoTextError"], 2),
    ("reading/html.py", ["NoTextError"], 1),
]
"""Modules whose sentences the desk shows, where they say them, and how many these are at least."""


@pytest.mark.parametrize(("module", "where", "least"), ENGINE, ids=[each[0] for each in ENGINE])
def test_what_the_stages_say_is_told_in_the_language_of_the_reader(module, where, least, example):
    said = said_by(module, *where)
    assert len(said) >= least
    code = f"""
from django.utils.translation import override
from firsthand.desk.sentences import told
with override("ru"):
    print([each for each in {said!r} if told(each) == each])
"""
    assert run_at_desk(code, example.folder / "example-archive", example.environment) == "[]\n"


def test_values_of_a_sentence_stay_and_numbers_have_their_forms(example):
    said = [
        "5 pages that name no other hand held here: it may have the words from anywhere",
        "“Anton; Belyaev” sounds like no sentence",
        "“Беляев” and “Belyaev” sound the same",
        "entry 17: confirm by marta, 2023-03-08T10:22:00.000Z",
        "log state 5 was signed, the copy beside the key, but the log has 3 entries: its end is gone",
        "the same statement, 0.93; no date says which of the two came first",
        "https://dayline.example/: dayline.example: no such host is known here; check the spelling and your connection",
        "x.warc: at byte 0: no bytes, because they were those of (https://x.example/ was undone already: y)",
    ]
    code = f"""
from django.utils.translation import override
from firsthand.desk.sentences import told
for language in ("en", "ru"):
    with override(language):
        print(*map(told, {said!r}), sep="\\n")
"""
    told = run_at_desk(code, example.folder / "example-archive", example.environment).splitlines()
    assert told == [
        "5 pages that name no other hand held here: they may have the words from anywhere",
        *said[1:3],
        "entry 17: confirmed by marta, 2023-03-08 10:22 UTC",
        *said[4:],
        "5 страниц, которые не называют ни одного другого звена из архива: слова на них могли прийти откуда угодно",
        said[1],
        "«Беляев» и «Belyaev» звучат одинаково",
        "запись 17: подтверждено, marta, 2023-03-08 10:22 UTC",
        "состояние журнала 5 подписано, копия рядом с ключом, но в журнале записей: 3; конец утрачен",
        "то же высказывание, 0.93; ни одна дата не говорит, что было раньше",
        "https://dayline.example/: dayline.example: такой сервер здесь неизвестен; проверьте написание и соединение",
        said[7],
    ]


AND, UNDONE = " and y are the same ", "x was undone already: "
HOSTILE = [
    f"https://x.example/{AND * 400}",
    f"https://x.example/{AND * 49}",
    f"{UNDONE * 2500}y",
    f"{UNDONE * 45}y",
    f"x; {'9' * 5000} recordings or original records held; y",
    f"x; {'9' * 900} recordings or original records held; y",
    f"the same full name in two documents, “{'” and “”, ages  and ' * 40}",
    "; " * 500,
    "a: " * 333,
]


def test_what_strangers_wrote_is_told_in_no_time(example):
    code = f"""
from time import process_time
from firsthand.desk.sentences import told
told("the first time costs more")
for sentence in {HOSTILE!r}:
    start = process_time()
    said = told(sentence)
    assert process_time() - start < 0.1, sentence[:90]
    print(len(sentence) <= 1000 or said == sentence)
"""
    printed = run_at_desk(code, example.folder / "example-archive", example.environment)
    assert printed == "True\n" * len(HOSTILE)


PAGES = [
    *("", "queue", "search", "search?words=phones", "documents", "people", "outlets", "timeline", "missing", "failed"),
    *("activity", "verify", "add", "added", "settings", "users", "looks", "log/0", "nowhere"),
    *("accounts/password/change/", "accounts/2fa/", "accounts/2fa/totp/activate/", "accounts/2fa/webauthn/add/"),
]
KINDS = ("statements", "documents", "people", "saved")


def linked(person, kind):
    """Return the address of the first page of a kind that is linked from a list."""
    for page in ("search", "documents", "people", "activity"):
        if found := re.search(rf'href="/({kind}/[0-9a-f-]{{36}})["#]', person.read(page)):
            return found[1]
    raise AssertionError(kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_come_in_the_language_that_was_chosen(language, custodian):
    assert custodian.send("language", language=language, next="/").status_code == 302
    english = [
        each.msgid for each in polib.pofile(str(path_of(language))) if len(each.msgid) > 20 and "%(" not in each.msgid
    ]
    statement = linked(custodian, "statements")
    addresses = [*PAGES, *(linked(custodian, kind) for kind in KINDS), f"{statement}/correct"]
    try:
        for address in addresses:
            answer = custodian.client.get(address, follow_redirects=True)
            page = answer.text
            assert answer.status_code == (404 if address == "nowhere" else 200), address
            assert f'<html lang="{language}"' in page, address
            said = Shown()
            said.feed(page)
            left = [each for each in english if any(each in words for words in said.words)]
            assert not left, (address, left)
    finally:
        custodian.send("language", language="en", next="/")


@pytest.mark.parametrize(
    ("language", "sign_in", "password", "factor"),
    [
        ("es", "Iniciar sesión", "Contraseña actual", "Segundo factor"),
        ("ru", "Войти", "Текущий пароль", "Второй фактор"),
        ("uk", "Увійти", "Поточний пароль", "Другий фактор"),
    ],
)
def test_accounts_speak_the_language_that_the_browser_asks_for(language, sign_in, password, factor, desk, custodian):
    asked = {"Accept-Language": f"{language},en;q=0.5"}
    login = Person(desk.address).get("accounts/login/", headers=asked).text
    assert f"<h1>{sign_in}</h1>" in login
    assert "Username" not in login
    assert "Password" not in login
    custodian.client.cookies.delete("django_language")
    assert password in custodian.get("accounts/password/change/", headers=asked).text
    assert factor in custodian.client.get("accounts/2fa/", headers=asked, follow_redirects=True).text
