import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.care.mentions import GLUED, UNCOMPARED, could_be, in_address, in_prose, keys


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("The men saw Belyaev.", {"the", "belyaev"}, id="capitals"),
        pytest.param("The men saw belyaev.", {"the", "belyaev"}, id="a word of no dictionary"),
        pytest.param("and smith was there", {"and", "smith", "was", "there"}, id="no capital in the line"),
        pytest.param("The men.\nand smith", {"the", "and", "smith"}, id="line by line"),
        pytest.param("Unit x17 in 2023, 12 men", {"unit", "x17", "2023"}, id="digits"),
        pytest.param("The brotherWhen he", {"the", "brotherwhen", "brother", "when"}, id="run together"),
        pytest.param("Дар’євська йшла", {"дарєвська"}, id="apostrophes"),
        pytest.param(
            "The Bel-\nyaev case", {"the", "bel", "yaev", "belyaev", "case"}, id="broken at the end of a line"
        ),
        pytest.param("Said 说话的人 there", {"said", UNCOMPARED}, id="a script that is not compared"),
        pytest.param("Read 中文, 日本語", {"read"}, id="the names of languages"),
        pytest.param("The ﬁne Ｂelyaev", {"the", "belyaev"}, id="letters that are written otherwise"),
    ],
)
def test_the_words_of_a_text_that_could_be_names_are_found(text, words):
    assert {each for each in in_prose(text) if not each.startswith(GLUED)} == words


@pytest.mark.parametrize(
    ("address", "name"),
    [
        pytest.param("https://dayline.example/news/belyaev-interview", "беляев", id="a slug"),
        pytest.param("/srv/m/Belyaev_1.html", "беляев", id="a path"),
        pytest.param("C:\\pages\\belyaev.html", "belyaev", id="a path of Windows"),
        pytest.param("https://x.example/?q=%D0%91%D0%B5%D0%BB%D1%8F%D0%B5%D0%B2", "belyaev", id="quoted"),
        pytest.param(
            "https://x.example/%25D0%2591%25D0%25B5%25D0%25BB%25D1%258F%25D0%25B5%25D0%25B2", "belyaev", id="twice"
        ),
        pytest.param("https://xn--90acia3a4j.example/", "беляев", id="a host in letters of its own"),
        pytest.param("https://antonbelyaev.example/", "беляев", id="run together"),
        pytest.param("https://x.example/belyaevspeaksagain", "беляев", id="at the front of a long word"),
        pytest.param("AntonBelyaevLive.mp4", "беляев", id="capitals within"),
        pytest.param("@belyaev_a", "беляев", id="a handle"),
        pytest.param("belyaev2001@post.example", "беляев", id="digits after it"),
    ],
)
def test_a_name_in_an_address_is_found(address, name):
    found = [each for each in in_address(address) if could_be(each, name)]
    assert found
    assert any(could_be(each, name) for each in in_prose(f"Look: {address} there"))


def test_an_address_without_it_has_it_not():
    assert not any(
        could_be(each, "беляев") for each in in_address("https://www.dayline.example/news/antonov-bridge-2023")
    )


@given(st.text(max_size=30), st.sampled_from(["беляев", "olden", "ким", "ferrandel", "4471"]))
def test_what_could_be_a_name_is_found_by_its_keys(text, name):
    for each in in_prose(text) | in_address(text) | in_address(f"anton{name}9{text}"):
        assert each in (UNCOMPARED, name) or not could_be(each, name) or keys(each) & keys(name)
