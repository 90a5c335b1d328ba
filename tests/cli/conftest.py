import shutil

import pytest

from firsthand.reading.credit import Credit
from firsthand.reading.reader import Reading
from firsthand.reading.statement import Speaker, Statement
from firsthand.text import Date, Document, Span
from tests.cli.command import Shell

TEXT = """\
Dayline | News | Weather
Captured soldiers ask their mothers to wait
Two men of the Orsk brigade spoke on a video from a camp near Lindholm. “They took our phones first, then the watches. \
Nobody hit us,” said Anton Ilyich Belyaev, 21, a driver. The young man added that he had “not fired once”.
“I was told ‘you go for three days’,” another of the soldiers recalled. He thinks that his brother is alive.
«Мы не знали, куда нас везут», — сказал третий. 他说，他不知道。
— Come home, — begged his mother.
Source: Canal Meseta. The video was first shown by Severnaya Liniya.
Nora Quill writes about the weather and has won two prizes for it.
"""


def spans(*words):
    found, at = [], 0
    for each in words:
        at = TEXT.index(each, at)
        found.append(Span(at, at + len(each)))
        at += len(each)
    return tuple(found)


@pytest.fixture(scope="session")
def kept(tmp_path_factory):
    """Lay an archive of some files into a folder, with its keys; it is made once for each set of files, and copied."""
    made = {}

    def lay(folder, *files):
        if files not in made:
            made[files] = Shell(tmp_path_factory.mktemp("kept"))
            made[files].made("init", "archive")
            if files:
                made[files].made("add", *files)
        shutil.copytree(made[files].folder, folder, dirs_exist_ok=True)
        return Shell(folder)

    return lay


@pytest.fixture
def document():
    return Document(
        "d1",
        TEXT,
        language="en",
        title="Captured soldiers ask their mothers to wait",
        outlet="Dayline",
        byline="Nora Quill",
        url="https://dayline.example/soldiers",
        dates=(Date("2023-03-08", "json-ld datePublished"), Date("2023-03-07", "time datetime")),
        furniture=spans(
            "Dayline | News | Weather", "Nora Quill writes about the weather and has won two prizes for it."
        ),
    )


@pytest.fixture
def reading():
    made = ("in_custody", "translated")
    (name,) = spans("Anton Ilyich Belyaev")
    anton = Speaker("Anton Ilyich Belyaev", "named", name, role="a driver", age=21, circumstances=("captivity",))
    another = Speaker(None, "unnamed", spans("another of the soldiers")[0], circumstances=("captivity",))
    third = Speaker(None, "unnamed", spans("третий")[0])
    mother = Speaker(None, "unnamed", spans("his mother.")[0], circumstances=("captivity",))

    def statement(number, kind, source, cue, content, speaker, act="speech", **more):
        return Statement(
            f"s{number}", "d1", kind, act, spans(*source), spans(*cue), spans(*content), speaker,
            **{"circumstances": made, "reader": "grammar 1", **more},
        )  # fmt: skip

    return Reading(
        "d1",
        (
            statement(1, "direct", ["Anton Ilyich Belyaev, 21, a driver"], ["said"],
                      ["“They took our phones first, then the watches. Nobody hit us,”"], anton),
            statement(2, "mixed", ["The young man"], ["added"], ["he had “not fired once”"], anton),
            statement(3, "direct", ["another of the soldiers"], ["recalled"], ["“I was told ‘you go for three days’,”"],
                      another),
            statement(4, "direct", [], ["was told"], ["‘you go for three days’"], Speaker(None, "unknown"),
                      within="s3"),
            statement(5, "indirect", ["He"], ["thinks"], ["his brother is alive"], another, act="thought", score=0.4),
            statement(6, "direct", ["третий"], ["сказал"], ["«Мы не знали, куда нас везут»"], third),
            statement(7, "indirect", ["他"], ["说"], ["他不知道"], Speaker(None, "unknown", spans("他")[0])),
            statement(8, "direct", ["his mother."], ["begged"], ["Come home,"], mother,
                      circumstances=("translated", "degrading")),
        ),
        (
            Credit("Canal Meseta", "source", spans("Canal Meseta"), ("s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8")),
            Credit("Severnaya Liniya", "uploaded", spans("Severnaya Liniya"), ("s1", "s3")),
        ),
    )  # fmt: skip
