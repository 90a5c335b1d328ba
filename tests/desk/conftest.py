import shutil

import pytest

from tests.cli.command import Shell
from tests.desk.served import Served


@pytest.fixture(scope="session")
def example(tmp_path_factory):
    """The archive of the example case, made once, with its keys; to be copied, and never written to."""
    shell = Shell(tmp_path_factory.mktemp("desk"))
    shell.made("demo", "--no-serve")
    (kept,) = (shell.folder / "keys").rglob("checkpoint")
    sealed = kept.read_text("utf-8")
    yield shell
    assert kept.read_text("utf-8") == sealed


@pytest.fixture(scope="module")
def another_desk(example, tmp_path_factory):
    """Serve a copy of the example archive with keys of its own: they hold the newest checkpoint."""
    opened = []

    def serve():
        folder = tmp_path_factory.mktemp("desk")
        shutil.copytree(example.folder / "example-archive", folder / "archive")
        shutil.copytree(example.environment["FIRSTHAND_CONFIG"], folder / "keys")
        environment = {**example.environment, "FIRSTHAND_CONFIG": str(folder / "keys")}
        opened.append(Served(folder / "archive", environment))
        return opened[-1]

    yield serve
    for served in opened:
        served.close()
        assert not [line for line in served.said if "Traceback" in line], "".join(served.said)


@pytest.fixture(scope="module")
def desk(another_desk):
    """The desk of the tests of one file."""
    return another_desk()


@pytest.fixture(scope="module")
def shell(desk):
    """Runs `firsthand` beside the desk, with its keys."""
    return Shell(desk.archive.parent)


@pytest.fixture(scope="module")
def custodian(desk):
    return desk.first()


@pytest.fixture(scope="module")
def reviewer(desk, custodian):
    return desk.invited(custodian, "reviewer", "olena")


@pytest.fixture(scope="module")
def viewer(desk, custodian):
    return desk.invited(custodian, "viewer", "victor")
