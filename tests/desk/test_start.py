import pytest

from tests.cli.command import Shell
from tests.desk.served import PASSWORD, Person, Served


@pytest.fixture
def empty(tmp_path):
    shell = Shell(tmp_path)
    shell.made("init", "archive")
    served = Served(tmp_path / "archive", shell.environment)
    yield served
    served.close()


def test_the_first_visit_makes_the_custodian_and_no_second_one(empty):
    nobody = Person(empty.address)
    assert nobody.get("").headers["location"] == "/welcome"
    weak = nobody.send("welcome", username="marta", password=PASSWORD[:5])
    assert weak.status_code == 200
    assert "too short" in weak.text
    marta = empty.first("marta")
    assert "custodian" in marta.read("settings")
    assert nobody.get("welcome").status_code == 404
    assert nobody.get("").headers["location"].startswith("/accounts/login/")
    assert nobody.sign_in("marta", "a wrong password").status_code == 200
    assert nobody.sign_in("marta").status_code == 302


def test_whoever_guesses_passwords_is_slowed_down(empty):
    empty.first("marta")
    thief = Person(empty.address)
    answers = [thief.sign_in("marta", f"guess number {number}").status_code for number in range(12)]
    assert 429 in answers or "Too many" in thief.sign_in("marta", "one more guess").text
    assert thief.sign_in("marta", PASSWORD).status_code != 302


def test_passwords_are_kept_with_argon2(empty, tmp_path):
    empty.first("marta")
    assert b"argon2" in b"".join(path.read_bytes() for path in (tmp_path / "archive").glob("firsthand.db*"))


def test_an_invitation_works_once(empty):
    marta = empty.first("marta")
    page = marta.send("users", role="viewer")
    link = page.text.split("data-link>")[1].split("<")[0]
    assert Person(empty.address).send(link, username="victor", password=PASSWORD).status_code == 302
    assert Person(empty.address).get(link).status_code == 404


def test_one_custodian_always_remains(empty):
    marta = empty.first("marta")
    assert marta.send("users/1", role="viewer", active="yes").status_code == 302
    assert "another custodian" in marta.read("users")
    assert marta.get("users").status_code == 200


@pytest.mark.parametrize(
    ("options", "says"),
    [
        pytest.param(["--listen", "192.0.2.1"], "no --host NAME", id="no name"),
        pytest.param(["--listen", "192.0.2.1", "--host", "desk.example"], "--https does not say", id="no TLS"),
        pytest.param(["--host", "desk.example", "--https"], "FIRSTHAND_SECRET_KEY is not set", id="no secret"),
    ],
)
def test_it_does_not_listen_to_others_with_unsafe_settings(tmp_path, options, says):
    shell = Shell(tmp_path)
    shell.made("init", "archive")
    done = shell("serve", *options)
    assert done.returncode == 1
    assert says in " ".join(done.stderr.decode().split())


def test_a_name_that_is_not_its_own_is_refused(empty):
    assert Person(empty.address).get("welcome", headers={"Host": "evil.example"}).status_code == 400
