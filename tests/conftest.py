from typing import get_args

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from firsthand.reading.credit import Credit, CreditKind
from firsthand.reading.reader import Reading
from firsthand.reading.statement import (
    Act,
    Kind,
    PersonCircumstance,
    Speaker,
    Statement,
    StatementCircumstance,
    Type,
)
from firsthand.text import Date, Document, Span
from tests.postgres import running_server

# How long anything takes says nothing where other tests run beside.
settings.register_profile(
    "beside others", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("beside others")


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write what was found as what is expected")


@pytest.fixture
def golden(request):
    """Compare with a file, or write it with --update-golden; the difference is then for review."""

    def compare(path, found):
        if request.config.getoption("--update-golden"):
            path.write_text(found, encoding="utf-8", newline="")
        assert found == path.read_bytes().decode("utf-8")

    return compare


def subset(literal):
    return st.lists(st.sampled_from(get_args(literal)), unique=True).map(tuple)


@st.composite
def any_page(draw):
    """A document and a reading of it: every value that the types allow, likely or not."""
    characters = st.characters(exclude_categories=["Cs"]) | st.sampled_from("\n\n  “”«»—\x1b\x85\u2028\u202e\u0301記")
    text = draw(st.text(characters, min_size=1, max_size=200))
    words = st.text(characters, max_size=20)
    cuts = st.lists(st.integers(0, len(text)), max_size=8, unique=True).map(sorted)
    pieces = cuts.map(lambda at: tuple(Span(*pair) for pair in zip(at[::2], at[1::2], strict=False)))
    whole = (Span(0, len(text)),)
    span = pieces.map(lambda found: (found or whole)[0])
    ids = [f"s{number}" for number in range(1, draw(st.integers(0, 6)) + 1)]

    def speaker():
        return st.builds(
            Speaker,
            st.none() | words.filter(bool),
            st.sampled_from(get_args(Kind)),
            st.none() | span,
            role=st.none() | words,
            age=st.none() | st.integers(0, 120),
            circumstances=subset(PersonCircumstance),
        )

    statements = tuple(
        draw(
            st.builds(
                Statement,
                st.just(name),
                st.just("d1"),
                st.sampled_from(get_args(Type)),
                st.sampled_from(get_args(Act)),
                pieces,
                pieces,
                pieces.map(lambda found: found or whole),
                speaker(),
                circumstances=subset(StatementCircumstance),
                within=st.none() | st.sampled_from([*ids, "s99"]),
                score=st.floats(0, 1),
                reader=st.just("grammar 1"),
            )
        )
        for name in ids
    )
    credit = st.builds(
        Credit,
        words,
        st.sampled_from(get_args(CreditKind)),
        pieces,
        st.lists(st.sampled_from([*ids, "s99"])).map(tuple),
    )
    document = st.builds(
        Document,
        st.just("d1"),
        st.just(text),
        language=st.none() | st.sampled_from(["en", "uk", "xx"]),
        title=st.none() | words,
        outlet=st.none() | words,
        byline=st.none() | words,
        url=st.none() | words,
        dates=st.lists(st.builds(Date, words, words), max_size=2).map(tuple),
        furniture=pieces,
        translated=st.none() | words,
        notes=st.lists(words, max_size=2).map(tuple),
    )
    found = Reading(
        "d1", statements, tuple(draw(st.lists(credit, max_size=3))), tuple(draw(st.lists(words, max_size=1)))
    )
    return draw(document), found


@pytest.fixture(scope="session")
def pages():
    return any_page()


@pytest.fixture(scope="session")
def postgres_server():
    """A PostgreSQL server of these tests' own, started by the first that asks."""
    with running_server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server):
    """The URL of an empty PostgreSQL database that is gone after the test."""
    with postgres_server.new_database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    """Run the test on both databases: None stands for SQLite, else the URL of an empty PostgreSQL database."""
    return request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
