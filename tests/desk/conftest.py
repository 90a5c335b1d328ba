import shutil

import pytest

from tests.cli.command import Shell
from tests.desk.served import Served


@pytest.fixture(scope="session")
def example(tmp_path_factory):
    """The archive of the example case, made once, with its keys."""
    shell = Shell(tmp_path_factory.mktemp("desk"))
    shell.made("demo", "--no-serve")
    return shell


@pytest.fixture(scope="module")
def desk(example, tmp_path_factory):
    """A desk of a copy of the example archive, for the tests of one file, and its custodian."""
    folder = tmp_path_factory.mktemp("desk") / "archive"
    shutil.copytree(example.folder / "example-archive", folder)
    shutil.copytree(example.environment["FIRSTHAND_CONFIG"], folder.parent / "keys")  # it holds the newest checkpoint
    served = Served(folder, {**example.environment, "FIRSTHAND_CONFIG": str(folder.parent / "keys")})
    yield served
    served.close()
    assert not [line for line in served.said if "Traceback" in line], "".join(served.said)


@pytest.fixture(scope="module")
def custodian(desk):
    return desk.first()


@pytest.fixture(scope="module")
def reviewer(desk, custodian):
    return desk.invited(custodian, "reviewer", "olena")


@pytest.fixture(scope="module")
def viewer(desk, custodian):
    return desk.invited(custodian, "viewer", "victor")
