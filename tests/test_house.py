import doctest
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

import firsthand
from firsthand.cli.main import app

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    page.relative_to(ROOT).as_posix() for folder in ("", "docs/**/", "src/**/") for page in ROOT.glob(folder + "*.md")
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINK = re.compile(r"\[[^\]]+\]\(([^)#\s]+)[^)]*\)")


def read(page):
    return (ROOT / page).read_text(encoding="utf-8")


def links(page):
    """The files of this repository that a page points to, from its root."""
    for target in LINK.findall(read(page)):
        if "://" not in target:
            yield ((ROOT / page).parent / target).resolve().relative_to(ROOT).as_posix()


def sources():
    """Every file that is ours to write. Not from git: the tests also run where there is only the source."""
    for folder in (".ci", "benchmarks", "docs", "src", "tests", "tools"):
        yield from (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    known = {".editorconfig", ".gitignore", ".pre-commit-config.yaml", "Makefile", "constraints.txt", "pyproject.toml"}
    yield from (path for path in ROOT.iterdir() if path.name in known or path.suffix == ".md")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(page):
    assert [target for target in links(page) if not (ROOT / target).exists()] == []


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), ["README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.endswith(".md"):
            reached.add(page)
            waiting += links(page)
    assert sorted(set(PAGES) - reached) == []


def test_the_documentation_names_every_make_target():
    targets = re.findall(r"^([a-z]+):.*##", read("Makefile"), re.MULTILINE)
    told = read("README.md") + read("CONTRIBUTING.md")
    assert [target for target in targets if not re.search(rf"make {target}\b|`{target}`", told)] == []


def test_the_readme_names_every_verb():
    verbs = app.commands
    assert [verb for verb in verbs if f"firsthand {verb}" not in read("README.md")] == []


def test_the_example_of_the_readme_runs():
    failures, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8")
    assert (failures, tried > 0) == (0, True)


def test_the_output_in_the_readme_is_real(golden, monkeypatch, tmp_path):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FIRSTHAND_CONFIG", str(tmp_path / "keys"))
    monkeypatch.chdir(tmp_path)
    printed = CliRunner().invoke(app, ["demo", "--no-serve"]).stdout.splitlines()

    def shown(block):
        lines = [f"    {line}".rstrip() for line in printed[: int(block["lines"])]]
        return "\n".join([block["command"], *lines, "", ""])

    block = re.compile(
        r"(?P<command>^    \$ firsthand demo --no-serve \| head -(?P<lines>\d+))\n(?: {4}.*\n|\n)*", re.MULTILINE
    )
    renewed, blocks = block.subn(shown, read("README.md"))
    assert blocks == 1
    golden(ROOT / "README.md", renewed)


def test_the_map_shows_every_package():
    packages = {path.parent.name for path in (ROOT / "src/firsthand").glob("*/__init__.py")}
    drawn = set(re.findall(r"^ {6}([a-z]+)/ ", read("docs/architecture.md"), re.MULTILINE))
    assert packages == drawn


def test_decisions_are_numbered_without_a_gap_and_listed():
    decisions = sorted(path.name for path in (ROOT / "docs/adr").glob("[0-9]*.md"))
    assert [int(name[:4]) for name in decisions] == list(range(1, len(decisions) + 1))
    assert sorted(links("docs/adr/README.md")) == [f"docs/adr/{name}" for name in decisions]


@pytest.mark.parametrize("decision", [page for page in PAGES if page.startswith("docs/adr/0")])
def test_a_decision_says_why_and_at_what_price(decision):
    lines = read(decision).splitlines()
    number = int(Path(decision).name[:4])
    assert lines[0].startswith(f"# {number}. ")
    assert re.match(r"Status: (accepted|superseded by \d+)$", lines[2])
    assert [line for line in lines if line.startswith("## ")] == ["## Context", "## Decision", "## Consequences"]


def test_the_version_stands_in_one_place():
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "src/firsthand/__init__.py"
    changelog = read("CHANGELOG.md")
    assert f"## [{firsthand.__version__}]" in changelog or "## [Unreleased]" in changelog


def test_the_oldest_python_is_the_same_everywhere():
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert f"Programming Language :: Python :: {oldest}" in PROJECT["project"]["classifiers"]
    assert PROJECT["tool"]["ruff"]["target-version"] == "py" + oldest.replace(".", "")
    assert f"Python {oldest} or newer" in read("README.md")
    assert f"({oldest.replace('.', ', ')})" in read("tools/venv")


def test_nothing_names_the_machine_it_was_written_on():
    # Folders of a person or a workplace, and the hosts that packages come from: people set those in their own pip.
    private = re.compile(
        rb"(?<![\w.])/(?:work|root|home)/\w"
        rb"|\b(?:pypi|pythonhosted|npmjs|crates)\.(?:org|io|com)\b"
        rb"|\bdeb\.debian\b|\b(?:archive|security)\.ubuntu\b"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match[0].decode()}"
        for path in sources()
        if path != Path(__file__)
        for match in private.finditer(path.read_bytes())
    ]
    assert found == []
