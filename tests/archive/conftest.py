import pytest

from firsthand.archive.archive import init


@pytest.fixture(autouse=True)
def own_keys(tmp_path, monkeypatch):
    """Keep the keys of the archives that a test makes beside them."""
    monkeypatch.setenv("FIRSTHAND_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("FIRSTHAND_USER", "marta")


@pytest.fixture
def archive(tmp_path, database):
    """A new archive, on each database."""
    made = init(tmp_path / "archive", database=database)
    if made.database.is_sqlite:
        made.database.run("PRAGMA synchronous=OFF")  # nobody pulls the plug here
    yield made
    made.close()


def pytest_configure(config):
    config.addinivalue_line("markers", "soak: complete, and so takes minutes; run with -m soak")


def pytest_collection_modifyitems(config, items):
    if "soak" not in config.getoption("-m"):
        for item in items:
            if item.get_closest_marker("soak"):
                item.add_marker(pytest.mark.skip("takes minutes: -m soak"))
