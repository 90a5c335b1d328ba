"""The desk in a browser: what people do there, from the first account to the last key, and how its pages look.

The tests of one desk stand in the order in which they are run: those that look come first, those that decide after
them, and each of these about statements of its own.
"""

import base64
import hmac
import io
import json
import os
import re
import shutil
import struct
import time
import wave
from contextlib import contextmanager
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect, sync_playwright

from tests.cli.command import CASE, Shell
from tests.desk.served import PASSWORD, Served, run_at_desk

CHROMIUM = os.environ.get("FIRSTHAND_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
SCREENSHOTS = Path(os.environ.get("FIRSTHAND_SCREENSHOTS") or Path(__file__).parents[2] / "build" / "screenshots")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium: `tools/chromium` installs it, or FIRSTHAND_CHROMIUM names one"
)

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
PHONES = "“they took our phones first”"
PROTECTED = re.compile(r"Bel[yi]aev|Beli[aá]yev|Беля|Timof|Тимоф|\bОстап|Ostap|Стебел|Vera Nik|Вера Ник", re.IGNORECASE)
_WATCH = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""
_ROUTES = """
import json
from django.urls import get_resolver
from firsthand.desk.access import rule_of
print(json.dumps([
    each.name for each in get_resolver().url_patterns
    if getattr(each, "name", None) and "GET" in (rule_of(each.callback, each.name) or {})
]))
"""


class Seat:
    """Somebody's browser at a desk; what goes wrong on their pages is noted."""

    def __init__(self, context, address):
        self.context, self.address = context, address
        self.troubles = []
        context.add_init_script(_WATCH)
        context.set_default_timeout(15_000)
        self.page = context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.troubles.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answered)

    def _said(self, message):
        # That a page says 404 or 409 is what a test looks at; what a page loads has to be there (`_answered`).
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _answered(self, response):
        if response.status >= 400 and not response.request.is_navigation_request():
            self.troubles.append(f"{self.page.url}: {response.url} is {response.status}")

    def go(self, path=""):
        self.page.goto(self.address + path.lstrip("/"))
        return self.page


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def sit(chromium):
    """Seat people at a desk; their pages have to be free of errors once the test is over."""
    seats = []

    def seated(address, person=None, **options):
        context = chromium.new_context(**{"viewport": DESKTOP, "locale": "en-GB", "timezone_id": "UTC", **options})
        if person:
            held = [{"name": each.name, "value": each.value, "url": address} for each in person.client.cookies.jar]
            context.add_cookies(held)
        seats.append(Seat(context, address))
        return seats[-1]

    yield seated
    troubles = [each for seat in seats for each in seat.troubles]
    for seat in seats:
        seat.context.close()
    assert troubles == []


@pytest.fixture(scope="module")
def say(desk, shell):
    """Run `firsthand` on the archive of the desk."""

    def said(*arguments):
        return shell.records(*arguments, "--archive", desk.archive)

    return said


@pytest.fixture(scope="module")
def statement(say):
    """Find the one statement of an outlet that has some words."""
    held = say("statements")

    def found(words, outlet):
        (one,) = [each for each in held if words in each["words"] and each["outlet"] == outlet]
        return one

    return found


@pytest.fixture(scope="module")
def phones(statement):
    return statement(PHONES, "Dayline")


@pytest.fixture(scope="module")
def recorded(statement):
    found = statement("Сначала у нас забрали телефоны", "Северная линия")
    assert found["seconds"] == [42.0, 46.5]
    return found


@contextmanager
def opened(page, ask):
    """Open a field that asks for a reason, and give it."""
    page.locator("summary", has_text=ask).first.click()
    field = page.locator("details[open] input[name=reason]").first
    expect(field).to_be_visible()
    yield field


def shot(page, name):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


# What everybody sees


@pytest.fixture(scope="module")
def addresses(desk, custodian, statement, phones, recorded, say):
    """Every page of the desk by its route's name."""
    (told,) = say("show", phones["id"])
    other = statement("“primero nos quitaron los teléfonos”", "Canal Meseta")
    custodian.send("add", text="Anna Lind said: “The bridge is open.”")
    link = re.search(r"data-link>[^<]*/(invitation/[^<]+)<", custodian.send("users", role="reviewer").text)[1]
    pages = {
        "home": "",
        "queue": "queue",
        "search": "search?words=phones",
        "documents": "documents",
        "document": f"documents/{phones['document']}",
        "beside": f"documents/{phones['document']}/beside/{other['document']}",
        "statement": f"statements/{phones['id']}",
        "statement-recorded": f"statements/{recorded['id']}",
        "people": "people",
        "person": f"people/{phones['speaker']['person']}",
        "suggested": f"people/{phones['speaker']['person']}/suggested",
        "outlets": "outlets",
        "timeline": "timeline",
        "missing": "missing",
        "failed": "failed",
        "activity": "activity",
        "entry": "log/3",
        "verify": "verify",
        "capture": f"saved/{told['capture']}",
        "correct": f"statements/{phones['id']}/correct",
        "add": "add",
        "additions": "added",
        "adding": "added/1",
        "invitation": link,
        "users": "users",
        "looks": "looks",
        "tokens": "tokens",
        "case": re.search(r'href="/(cases/[^"]+)"', custodian.read("settings"))[1],
        "settings": "settings",
        "account_change_password": "accounts/password/change/",
        "account_logout": "accounts/logout/",
        "account_reauthenticate": "accounts/reauthenticate/",
        "mfa_index": "accounts/2fa/",
        "mfa_activate_totp": "accounts/2fa/totp/activate/",
        "mfa_list_webauthn": "accounts/2fa/webauthn/",
        "trouble": "nothing-here",
    }
    routes = json.loads(run_at_desk(_ROUTES, desk.archive, desk.environment))
    bytes_of_it = {"part", "recording", "training"}
    before_anybody = {"welcome"}
    assert {each for each in routes if "api" not in each} - set(pages) == bytes_of_it | before_anybody
    return pages


def test_every_page_can_be_used_by_everybody(sit, desk, custodian, addresses):
    """No page has a serious fault that axe knows, or scrolls sideways on a phone: light, dark, wide and narrow."""
    seat = sit(desk.address, custodian)
    page = seat.page
    wrong = []
    for name, path in [*addresses.items(), ("login", "accounts/login/")]:
        if name == "login":
            seat.context.clear_cookies()
        page.set_viewport_size(DESKTOP)
        page.emulate_media(color_scheme="light")
        seat.go(path)
        if name == "person":
            page.locator("#suggested li").first.wait_for()
        page.evaluate(AXE)
        shot(page, f"{name}-light")
        wrong += [f"{name}, light: {each}" for each in faults(page)]
        page.emulate_media(color_scheme="dark")
        shot(page, f"{name}-dark")
        wrong += [f"{name}, dark: {each}" for each in faults(page, "color-contrast", "link-in-text-block")]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
        shot(page, f"{name}-phone")
        wrong += [f"{name}, phone: {each}" for each in faults(page)]
        page.emulate_media(color_scheme="dark")
        wrong += [f"{name}, dark phone: {each}" for each in faults(page, "color-contrast", "link-in-text-block")]
        if (width := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
            wrong.append(f"{name}: {width} wide on a phone, because of {page.evaluate(_WIDEST)}")
    assert not wrong, "\n".join(wrong)


_WIDEST = """() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest(".trail-frame, .tabs"))
  .map((each) => `${each.tagName}.${each.className}`).slice(0, 4).join(" ")"""


def faults(page, *rules):
    found = page.evaluate(
        "(rules) => axe.run(document, rules.length ? {runOnly: rules} : {resultTypes: ['violations']})", list(rules)
    )
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]} ({len(each['nodes'])})"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("media", [{"media": "print"}, {"forced_colors": "active"}], ids=["print", "forced colours"])
def test_kinds_of_words_are_told_apart_without_colours(media, sit, desk, custodian, addresses):
    seat = sit(desk.address, custodian)
    seat.context.add_cookies([{"name": "theme", "value": "dark", "url": desk.address}])
    page = seat.go(addresses["document"])
    page.emulate_media(**media)
    looks = page.locator(".legend span").evaluate_all(
        "(all) => all.map((each) => { const its = getComputedStyle(each);"
        " return [its.textDecorationStyle, its.textDecorationLine, its.fontWeight, its.fontStyle].join(' '); })"
    )
    assert len(set(looks)) == len(looks) == 6
    if "media" in media:
        expect(page.locator(".tabs")).to_be_hidden()
        expect(page.locator(".foot p")).to_be_visible()
        colour = page.locator("main .meta").first.evaluate("(each) => getComputedStyle(each).color")
        assert max(map(int, re.findall(r"\d+", colour))) < 128, "letters of the dark theme on white paper"


def test_every_page_reads_without_javascript(sit, desk, custodian, addresses):
    seat = sit(desk.address, custodian, java_script_enabled=False)
    for name, path in addresses.items():
        page = seat.go(path)
        expect(page.locator("main h1").first, name).to_be_visible()
        assert len(page.locator("main").inner_text()) > 40, name
    page = seat.go(addresses["document"])
    page.locator("details.furniture summary").first.click()
    expect(page.locator("details.furniture p").first).to_be_visible()
    page = seat.go(addresses["search"])
    page.locator("#words").fill("грузовик")
    page.locator("form.search button").click()
    expect(page.locator(".said-row, .quiet").first).to_be_visible()
    page = seat.go(addresses["person"])
    page.get_by_role("link", name="Show suggestions").click()
    expect(page.locator("h1")).to_have_text("May be the same person")


def test_a_decision_is_made_and_undone_without_javascript(sit, desk, custodian, statement, say):
    said = statement("five of the captured ones are wounded", "Dayline")["id"]
    page = sit(desk.address, custodian, java_script_enabled=False).go(f"statements/{said}")
    with opened(page, "Reject") as field:
        field.fill("a count, and nobody says it")
        page.locator("details[open] button", has_text="Reject").click()
    expect(page.locator(".messages")).to_contain_text("kept as log entry")
    assert say("show", said)[0]["status"] == "rejected"
    with opened(page, "undo") as field:
        field.fill("it is said after all")
        page.locator("details[open] button", has_text="Undo").click()
    assert say("show", said)[0]["status"] == "suggested"


def test_a_document_has_its_statements_marked_and_its_furniture_folded(sit, desk, reviewer, phones):
    page = sit(desk.address, reviewer).go(f"documents/{phones['document']}")
    marked = page.locator(f"#s-{phones['id']}")
    expect(marked).to_have_text(PHONES)
    assert "is-direct" in marked.get_attribute("class")
    assert marked.evaluate("each => getComputedStyle(each).backgroundColor") != "rgba(0, 0, 0, 0)"
    folded = page.locator("details.furniture")
    assert folded.count() > 1
    expect(folded.last.locator("p").first).to_be_hidden()
    folded.last.locator("summary").click()
    expect(folded.last.locator("p").first).to_be_visible()
    marked.get_by_role("link").click()
    expect(page.locator("h1")).to_have_text(PHONES)


def test_the_trail_leads_to_the_second_of_the_recording(sit, desk, reviewer, phones, recorded):
    seat = sit(desk.address, reviewer)
    page = seat.go(f"statements/{phones['id']}")
    expect(page.get_by_text("Not the speaker’s own words: translated")).to_be_visible()
    trail = page.locator("#trail")
    expect(trail.locator(".hands li", has_text="recording held").first).to_contain_text("0:42")
    drawing = trail.locator("svg.trail")
    expect(drawing).to_be_visible()
    step = drawing.locator(f"a[href*='{recorded['id']}']")
    expect(step).to_contain_text("0:42")
    step.click()
    page.wait_for_url(f"**/statements/{recorded['id']}*")
    expect(page.get_by_text("Heard from 0:42 to 0:46")).to_be_visible()


def test_a_recording_is_covered_until_somebody_uncovers_it(sit, desk, reviewer, recorded):
    seat = sit(desk.address, reviewer)
    asked = []
    seat.page.on("request", lambda request: asked.append(request.url))
    page = seat.go(f"statements/{recorded['id']}")
    player = page.locator("[data-play]")
    expect(player).to_be_hidden()
    assert player.evaluate("each => [each.autoplay, each.paused, each.preload]") == [False, True, "none"]
    assert not [each for each in asked if "/play" in each]
    page.keyboard.press("p")
    expect(player).to_be_visible()
    assert "#t=42.00,46.50" in player.get_attribute("src")
    assert player.evaluate("each => each.paused")
    assert player.evaluate("async (each) => { each.muted = true; await each.play(); return each.currentTime }") >= 41.9
    page.locator("details.covered summary").click()
    assert page.wait_for_function("document.querySelector('[data-play]').paused")


def test_search_is_narrowed_and_kept(sit, desk, reviewer):
    page = sit(desk.address, reviewer).go("search")
    page.locator("#words").fill("телефоны")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    every = page.locator(".said-row").count()
    assert every > 2
    page.locator("aside section", has_text="Outlet").get_by_role("link", name="Вестовой").click()
    expect(page.locator(".said-row").first).to_contain_text("Вестовой")
    few = page.locator(".said-row").count()
    assert 0 < few < every
    page.get_by_text("Save this search").click()
    page.get_by_label("Name", exact=True).fill("phones at the agency")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_contain_text("phones at the agency")
    page.goto(desk.address + "search")
    page.locator(".saved").get_by_role("link", name="phones at the agency").click()
    assert page.locator(".said-row").count() == few
    page.get_by_role("button", name="Forget phones at the agency").click()
    expect(page.locator(".saved")).to_have_count(0)


def test_dark_and_the_language_stay_as_they_were_chosen(sit, desk, reviewer):
    seat = sit(desk.address, reviewer, color_scheme="light")
    page = seat.go("settings")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Dark").click()
    dark = page.evaluate(ground)
    assert dark != light
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    seat.go("documents")
    assert page.evaluate(ground) == dark
    page.locator("footer").get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert page.url.endswith("/documents")
    seat.go("queue")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert page.evaluate(ground) == dark


def test_whoever_looks_is_written_down_with_whom_they_saw(sit, desk, custodian):
    seat = sit(desk.address, custodian)
    seat.go("queue")
    seen = seat.go("looks").locator("tbody tr").first
    expect(seen).to_contain_text("/queue")
    assert "None" not in seen.inner_text()  # a source whom no page names is somebody too


# What people decide


def test_two_spellings_are_joined_and_taken_apart(sit, desk, reviewer, statement, say):
    speaker = statement("«Мы никого не заставляем говорить", "Вестовой")["speaker"]
    page = sit(desk.address, reviewer).go(f"people/{speaker['person']}")
    suggested = page.locator("#suggested li", has_text="Irina Velchuk")
    expect(suggested).to_contain_text("sound the same")
    suggested.get_by_label("Reason").fill("one spokeswoman, one office")
    suggested.get_by_role("button", name="The same person").click()
    expect(page.locator(".messages")).to_contain_text("kept as log entry")
    expect(page.locator(".appearances")).to_contain_text("Irina Velchuk")
    (joined,) = say("people", "Velchuk")
    assert sorted(joined["names"]) == ["Irina Velchuk", "Ирина Вельчук"]
    decided = page.locator(".decisions li").last
    expect(decided).to_contain_text("one spokeswoman, one office")
    decided.locator("summary").click()
    decided.get_by_label("Why it is undone").fill("two offices have that name")
    decided.get_by_role("button", name="Undo").click()
    expect(page.locator(".decisions li.undone")).to_contain_text("two offices have that name")
    assert [each["names"] for each in say("people", "Velchuk")] == [["Irina Velchuk"]]


_PLACE = """([start, end]) => {
  const spot = (at) => {
    for (const piece of document.querySelectorAll("[data-text] [data-at]")) {
      const first = Number(piece.dataset.at);
      if (first > at || first + [...piece.textContent].length <= at) continue;
      const range = document.createRange(), walk = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
      const offset = [...piece.textContent].slice(0, at - first).join("").length;
      range.setStart(walk.nextNode(), offset);
      range.setEnd(range.startContainer, offset + 1);
      return range.getBoundingClientRect();
    }
  };
  spot(start); document.querySelector(`[data-text]`).scrollIntoView();
  scrollBy(0, spot(start).top - 200);
  const a = spot(start), b = spot(end - 1);
  return {from: [a.left + 1, a.top + a.height / 2], to: [b.right, b.top + b.height / 2]};
}"""


def test_words_are_set_right_by_marking_them_and_the_correction_is_undone(sit, desk, reviewer, statement, say):
    said = statement("they do not comment “that type of recordings”", "Dayline")["id"]
    (before,) = say("show", said)
    page = sit(desk.address, reviewer).go(f"statements/{said}/correct")
    text = page.locator("#content").input_value()
    wanted = "“that type of recordings”"
    start = before["content"][0][0] + text.index(wanted)
    page.wait_for_function("getComputedStyle(document.documentElement).scrollBehavior")
    page.emulate_media(reduced_motion="reduce")
    at = page.evaluate(_PLACE, [start, start + len(wanted)])
    page.mouse.move(*at["from"])
    page.mouse.down()
    page.mouse.move(*at["to"], steps=8)
    page.mouse.up()
    assert page.evaluate("`${getSelection()}`") == wanted
    page.get_by_role("button", name="what was said").click()
    expect(page.locator("#content")).to_have_value(wanted)
    page.locator("[name=type]").select_option("direct")
    page.locator("#reason").fill("only these are his words")
    page.locator("button[value=correct]").click()
    expect(page.locator(".messages")).to_contain_text("kept as log entry")
    expect(page.locator("h1")).to_have_text(wanted)
    (after,) = say("show", said)
    assert (after["words"], after["type"], after["status"]) == (wanted, "direct", "corrected")
    assert after["content"] == [[start, start + len(wanted)]]
    with opened(page.locator(".decisions li").last, "undo") as field:
        field.fill("the whole clause is his")
        field.press("Enter")
    expect(page.locator("h1")).to_have_text(before["words"])
    assert say("show", said)[0]["content"] == before["content"]


def test_words_are_set_right_by_typing_them(sit, desk, reviewer, statement, say):
    said = statement("five of the captured ones are wounded", "Dayline")["id"]
    page = sit(desk.address, reviewer).go(f"statements/{said}/correct")
    page.locator("#content").fill("five of the captured ones")
    page.locator("#reason").fill("cut after the number")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("five of the captured ones")
    page.goto(f"{desk.address}statements/{said}/correct")
    page.locator("#content").fill("words that stand nowhere")
    page.locator("#reason").fill("a slip")
    page.locator("button[value=correct]").click()
    expect(page.locator(".messages .error")).to_be_visible()
    assert say("show", said)[0]["words"] == "five of the captured ones"


def test_a_statement_is_withheld_with_a_reason_and_released(sit, desk, reviewer, statement, say):
    said = statement("«Éramos unos treinta»", "Canal Meseta")["id"]
    page = sit(desk.address, reviewer).go(f"statements/{said}")
    with opened(page, "Withhold") as field:
        expect(field).to_be_focused()
        field.press("Enter")  # without a reason nothing is sent
        assert field.evaluate("each => each.validity.valueMissing")
        field.fill("his family has not been asked")
        field.press("Enter")
    expect(page.locator(".messages")).to_contain_text("kept as log entry")
    (told,) = say("show", said)
    assert told["visibility"] == "withheld"
    assert told["decisions"][0]["reason"] == "his family has not been asked"
    with opened(page, "Release") as field:
        field.fill("the family agrees in writing")
        field.press("Enter")
    expect(page.locator(".decisions li").last).to_contain_text("the family agrees in writing")
    assert say("show", said)[0]["visibility"] == "open"


def test_of_two_who_decide_at_once_the_second_is_told(sit, desk, custodian, reviewer, statement, say):
    said = statement("«Хлопці перезиралися", "Надтальвинські вісті")["id"]
    marta, olena = sit(desk.address, custodian), sit(desk.address, reviewer)
    for seat in (marta, olena):
        seat.go(f"statements/{said}")
    marta.page.get_by_role("button", name="Confirm").first.click()
    expect(marta.page.locator(".messages")).to_contain_text("kept as log entry")
    with opened(olena.page, "Reject") as field:
        field.fill("two people talk here")
        field.press("Enter")
    expect(olena.page.locator("h1")).to_have_text("Somebody was faster")
    expect(olena.page.locator("main")).to_contain_text("two people talk here")
    (told,) = say("show", said)
    assert told["status"] == "confirmed"
    assert [each["act"] for each in told["decisions"]] == ["confirm"]
    shot(olena.page, "changed-light")
    olena.page.get_by_role("link", name="Look again").click()
    expect(olena.page.locator(".decisions li").first).to_contain_text("marta")


def test_the_queue_is_worked_through_with_keys_alone(sit, desk, reviewer, say):
    page = sit(desk.address, reviewer).go("queue")
    press = page.keyboard.press
    trails = page.locator("[data-card]").evaluate_all("cards => cards.map((card) => card.dataset.trail)")
    names = [re.search(r"statements/([^#]+)", each)[1] for each in trails]

    def focused(name, *, message=""):
        """Wait until a page has been drawn on which a statement has the focus, and can be seen whole."""
        page.wait_for_function(
            """([name, message]) => {
              const box = document.activeElement?.getBoundingClientRect();
              return document.activeElement?.dataset.trail?.includes(name) && box.bottom <= innerHeight && box.top >= 0
                && document.querySelector("main").innerText.includes(message);
            }""",
            arg=[name, message],
        )

    focused(names[0])
    for key in "jjk":
        press(key)
    focused(names[1])
    press("c")
    press("c")  # whoever hits a key twice decides once
    focused(names[2], message="Confirmed: kept as log entry")
    press("x")
    page.keyboard.type("cut wrong: exit")  # every letter of it goes to the reason, from the first
    expect(page.locator("details.ask[open] input[name=reason]")).to_have_value("cut wrong: exit")
    press("Escape")
    expect(page.locator("details.ask[open]")).to_have_count(0)
    focused(names[2])
    press("x")
    press("Control+a")
    page.keyboard.type("nobody says it")
    press("Enter")
    focused(names[3], message="Rejected: ")
    press("w")
    page.keyboard.type("ask the family first")
    press("Enter")
    focused(names[4], message="Withheld: kept as log entry")
    press("j")
    press("t")
    page.wait_for_url("**/statements/*#trail")
    page.go_back()
    page.wait_for_function("document.activeElement?.dataset.trail")
    press("o")
    page.wait_for_url("**/documents/*#s-*")
    told = [say("show", each)[0] for each in names[1:4]]
    assert [(each["status"], each["visibility"]) for each in told] == [
        ("confirmed", "undecided"),
        ("rejected", "undecided"),
        ("suggested", "withheld"),
    ]
    assert [len(each["decisions"]) for each in told] == [1, 1, 1]
    assert told[1]["decisions"][0]["reason"] == "nobody says it"


def test_a_viewer_who_is_invited_learns_nobodys_name(sit, desk, custodian, phones, recorded, say):
    marta = sit(desk.address, custodian)
    seats = {}
    for role, name in (("viewer", "vasil"), ("reviewer", "ren")):
        page = marta.go("users")
        page.get_by_label("Role", exact=True).select_option(role)
        page.get_by_role("button", name="Make a link").click()
        link = page.locator("[data-link]").inner_text()
        seats[role] = sit(desk.address)
        guest = seats[role].page
        guest.goto(link)
        guest.get_by_label("Your name here").fill(name)
        guest.get_by_label("Password").fill(PASSWORD)
        guest.get_by_role("button", name="Make the account").click()
        expect(guest.locator(".me")).to_contain_text(name)
    page = seats["viewer"].page
    expect(page.locator(".tabs")).not_to_contain_text("Queue")
    people = [each["id"] for each in say("people", "Belyaev")]
    for path in (
        "documents",
        "search?words=phones",
        "search?words=Belyaev",
        "people",
        "people?words=Belyaev",
        "outlets",
        "timeline",
        "missing",
        f"statements/{phones['id']}",
        f"statements/{recorded['id']}",
        f"documents/{phones['document']}",
        *(f"people/{each}" for each in people),
    ):
        seats["viewer"].go(path)
        assert not PROTECTED.search(re.sub(r'value="[^"]*"', "", page.content())) or "words=Belyaev" in path, path
        assert not PROTECTED.search(page.locator("main").inner_text()), path
    seats["viewer"].go(f"statements/{phones['id']}")
    expect(page.locator("h1")).to_have_text("A page that names somebody protected")
    expect(page.locator("main")).to_contain_text("Dayline")
    shot(page, "restricted-light")
    seats["viewer"].go("queue")
    expect(page.locator("h1")).to_have_text("This is not open to you")
    seats["reviewer"].go(f"statements/{phones['id']}")
    expect(seats["reviewer"].page.locator(".who")).to_contain_text("Anton Ilyich Belyaev")
    expect(seats["reviewer"].page.locator("[data-decide]")).to_be_visible()


# Second factors


def code_of(secret):
    """Return what an app for codes shows now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    made = hmac.digest(base64.b32decode(secret), counter, "sha1")
    place = made[-1] & 15
    return f"{(struct.unpack('>I', made[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def signs_out(page):
    page.locator(".me").get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")


def gives_password(page):
    page.get_by_label("Username").fill("marta")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("Second factor")


def looked_at(page, name):
    page.evaluate(AXE)
    assert faults(page) == []
    shot(page, f"{name}-light")


def test_passkeys_and_codes_sign_in(sit, empty):
    """A passkey alone; and after the password a passkey, or a code from an app."""
    served, _shell = empty
    seat = sit(served.address, served.first())
    devtools = seat.context.new_cdp_session(seat.page)
    devtools.send("WebAuthn.enable")
    holds = dict.fromkeys(["hasResidentKey", "hasUserVerification", "isUserVerified"], True)
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True, **holds}
    laptop = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    page = seat.go("settings")
    page.get_by_role("link", name="Second factor").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)  # who signed in otherwise than by it is asked first
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name", exact=True).fill("laptop")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("h1")).to_have_text("Recovery codes")
    expect(page.locator(".codes li")).to_have_count(10)
    looked_at(page, "mfa_view_recovery_codes")
    (held,) = devtools.send("WebAuthn.getCredentials", {"authenticatorId": laptop})["credentials"]
    assert (held["rpId"], held["isResidentCredential"]) == ("localhost", True)

    signs_out(page)
    looked_at(page, "login-passkey")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".me")).to_contain_text("marta")
    seat.go("accounts/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("laptop")
    looked_at(page, "mfa_list_webauthn-held")

    seat.go("accounts/2fa/totp/activate/")
    expect(page.locator("h1")).to_have_text("Is it you?")
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("h1")).to_have_text("Set up an app")
    looked_at(page, "mfa_activate_totp")
    secret = page.get_by_label("Key", exact=True).input_value()
    page.get_by_label("Code from the app").fill(code_of(secret))
    page.get_by_role("button", name="Set up").click()
    expect(page.locator("main")).to_contain_text("It is set up.")
    signs_out(page)
    gives_password(page)
    looked_at(page, "mfa_authenticate")
    field = page.get_by_label("Code from the app")
    field.fill("000000" if code_of(secret) != "000000" else "000001")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".errorlist")).to_be_visible()
    field.fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".me")).to_contain_text("marta")

    signs_out(page)
    gives_password(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".me")).to_contain_text("marta")
    signs_out(page)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": laptop, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()  # not without the right finger
    expect(page.locator("[data-passkey-failed]")).to_be_visible()
    looked_at(page, "login-passkey-failed")
    assert seat.context.request.get(served.address + "settings", max_redirects=0).status == 302


# From nothing


@pytest.fixture
def empty(tmp_path):
    shell = Shell(tmp_path)
    shell.made("init", "archive")
    served = Served(tmp_path / "archive", shell.environment)
    yield served, shell
    served.close()


def recording(seconds=3):
    """Return a sound of silence and what a downloader puts beside it, as files to choose."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(bytes(2 * 8000 * seconds))
    info = {"id": "b2", "title": "At the bridge", "webpage_url": "https://video.example/b2", "ext": "wav"}
    words = "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Anna Lind>The bridge was open when we came.</v>\n"
    return [
        {"name": "b2.wav", "mimeType": "audio/wav", "buffer": sound.getvalue()},
        {"name": "b2.en.vtt", "mimeType": "text/vtt", "buffer": words.encode()},
        {
            "name": "b2.info.json",
            "mimeType": "application/json",
            "buffer": json.dumps({**info, "extractor": "example", "duration": seconds, "language": "en"}).encode(),
        },
    ]


def test_an_archive_is_begun_and_filled_in_the_browser(sit, empty):
    served, shell = empty
    seat = sit(served.address)
    page = seat.go()
    page.wait_for_url("**/welcome")
    shot(page, "welcome-light")
    page.get_by_label("Your name here").fill("marta")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".me")).to_contain_text("marta")
    expect(page.locator(".me")).to_contain_text("custodian")
    expect(page.locator("main")).to_contain_text("Nothing is here yet")
    shot(page, "home-empty-light")

    page.get_by_role("link", name="Add", exact=True).click()
    page.locator("#files").set_input_files([CASE / "dayline/soldiers.html", CASE / "nadtalva/tsukrovarnia.html"])
    expect(page.locator("[data-chosen] li")).to_have_text(["soldiers.html", "tsukrovarnia.html"])
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/added/1")
    expect(page.locator("#progress .big b")).to_have_text(re.compile("done", re.IGNORECASE), timeout=90_000)
    expect(page.locator("#progress li")).to_have_count(2)
    expect(page.locator("#progress")).to_contain_text("11 statements")
    page.locator("#progress").get_by_role("link", name="soldiers.html").click()
    expect(page.locator("[data-text]")).to_contain_text("they took our phones first")

    seat.go("add")
    page.locator("#files").set_input_files(recording())
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/added/2")
    expect(page.locator("#progress .big b")).to_have_text(re.compile("done", re.IGNORECASE), timeout=60_000)
    (said,) = shell.records("statements", "bridge", "--archive", served.archive)
    assert said["seconds"] == [1.0, 2.5]
    seat.go(f"statements/{said['id']}")
    player = page.locator("audio[data-play]")
    expect(player).to_be_hidden()
    page.get_by_text("Uncover the recording").click()
    expect(player).to_be_visible()
    assert player.get_attribute("src").endswith("#t=1.00,2.50")
    assert player.evaluate("each => each.paused && !each.autoplay")
    assert player.evaluate("async (each) => { each.muted = true; await each.play(); return each.currentTime }") >= 0.9
