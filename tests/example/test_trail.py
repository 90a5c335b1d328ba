"""The trail of the example case, by its commands: what `expected.json` says of it is found."""

import json
import re

import pytest

from firsthand import example
from firsthand.trunk import weights
from tests.cli.command import CASE, Shell

EXPECTED = json.loads(example.root().joinpath("expected.json").read_text(encoding="utf-8"))["trail"]

FOLDERS = [CASE / name for name in ("dayline", "canal-meseta", "vestovoy", "tochka", "nadtalva", "severnaya-liniya")]

pytestmark = pytest.mark.skipif(not weights.installed(), reason="the weights are not installed")


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    shell = Shell(tmp_path_factory.mktemp("trail"))
    shell.made("init", "archive")
    shell("add", *FOLDERS)
    return shell


@pytest.fixture(scope="module")
def statement(shell):
    """The id of the words that the English page has."""
    told = shell.records("statements", "phones", "--lang", "en")
    return next(one["id"] for one in told if one["outlet"] == "Dayline" and "took our phones first" in one["words"])


@pytest.fixture(scope="module")
def trail(shell, statement):
    (record,) = shell.records("trace", statement)
    return record


@pytest.fixture(scope="module")
def paths(trail, shell):
    """The path in the case of each document on the trail."""
    found = {}
    for line in shell("add", *FOLDERS, "--json").stdout.decode().splitlines():  # again: the documents stay the same
        row = json.loads(line)
        if row["document"]:
            claimed = row["url"].startswith("https://kadr.example/")  # a video goes by the address that it claims
            found[row["document"]] = EXPECTED["first_hand"][0] if claimed else row["url"].removeprefix(f"{CASE}/")
    return found


def test_every_hand_is_named_in_order(trail, paths):
    hands = [(paths[one["document"]], one["hand"]) for one in trail["appearances"]]
    assert sorted(hands) == sorted((one["document"], one["hand"]) for one in EXPECTED["appearances"])
    assert [hand for _, hand in hands] == sorted(hand for _, hand in hands)


def test_the_clip_is_reached_at_its_second(trail, paths):
    assert [paths[one] for one in trail["first_hand"]] == EXPECTED["first_hand"]
    (clip,) = (one for one in trail["appearances"] if one["document"] in trail["first_hand"])
    assert clip["seconds"] == EXPECTED["appearances"][0]["seconds"]
    assert paths[trail["earliest_found"]] == EXPECTED["earliest_found"]


def test_every_edge_is_found_and_none_between_others(trail, paths):
    wanted = {(one["from"], one["to"], one["kind"]) for one in EXPECTED["edges"]}
    found = {(paths[one["from"]], paths[one["to"]], one["kind"]) for one in trail["edges"]}
    assert wanted <= found
    assert {edge[:2] for edge in found} == {edge[:2] for edge in wanted}
    assert all(one["evidence"] for one in trail["edges"])


def test_captives_prove_nothing_and_the_witness_stands_apart(trail, paths):
    assert trail["origins"]["proved"] == EXPECTED["origins"]["proved"] == trail["origins"]["possible"]
    assert "nadtalva/tsukrovarnia.html" not in {paths[one["document"]] for one in trail["appearances"]}


def test_the_missing_hand_is_listed(trail, shell):
    assert trail["missing"] == EXPECTED["missing"]
    (missing,) = shell.records("missing")
    assert missing["name"] == "Strezhen"
    assert len(missing["credited_by"]) == 2


def test_a_person_sees_the_way(shell, statement):
    said = shell.made("trace", statement)
    assert re.search(r"Северная линия\s+at 0:42", said)
    assert "RECORDING HELD" in said
    assert "6 pages, 1 independent source proved" in said
    assert "do not put them back into quotation" in said
    assert max(map(len, said.splitlines())) <= 80
