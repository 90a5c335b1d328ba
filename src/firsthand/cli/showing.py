"""Showing: one thing of an archive, whole, as a person reads it in a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from firsthand.cli.lines import fact, hang, whole
from firsthand.cli.listing import case_lines, made, protection, short, standing, who
from firsthand.cli.render import rendered
from firsthand.cli.terminal import Screen
from firsthand.cli.wording import DECIDED, OBTAINED, TYPES, VISIBILITY, aged, count, dated, heard, size_of, together

if TYPE_CHECKING:
    from firsthand.archive.archive import Archive
    from firsthand.archive.find import Found


def shown_lines(archive: Archive, found: Found, told: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    """Yield one thing as lines.

    Args:
        archive: From which it is: a document's text comes from there.
        found: What it is.
        told: Its record, of `shown.whole`.
        screen: For which screen.
    """
    if found.kind == "document":
        from firsthand.archive.shown import page_of

        page, reading = page_of(archive, found.row)
        statements = tuple(
            replace(each, id=short(each.id), within=each.within and short(each.within)) for each in reading.statements
        )
        covered = tuple(replace(each, covers=tuple(map(short, each.covers))) for each in reading.credits)
        given = told["captures"][-1]["address"]
        shown = rendered(given, page, replace(reading, statements=statements, credits=covered), screen)
        yield from (line.removesuffix("\n") for line in shown)
        yield from _document(told, screen)
    else:
        lines = {
            "statement": _statement,
            "capture": _capture,
            "person": _person,
            "case": _case,
            "entry": _entry,
        }
        yield from lines[found.kind](told, screen)


def _statement(told: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    yield from hang(screen, "", told["words"], 0, "bold")
    yield ""
    speaker = told["speaker"]
    yield from fact(screen, "by", together(who(told), speaker["role"], aged(speaker["age"])))
    yield from protection(speaker["circumstances"], screen)
    if speaker["person"]:
        yield from fact(screen, "person", speaker["person"])
    how = heard(told["seconds"]) if told["seconds"] else TYPES[told["type"]]
    yield from fact(screen, "how", together(how, made(told)))
    yield from fact(screen, "status", standing(told))
    if told["split_into"]:
        yield from fact(screen, "split into", ", ".join(told["split_into"]), "care")
    elif told["hidden"]:
        yield from fact(screen, "", "superseded: a later reading of the page does not have it", "care")
    yield from _page(told, screen)
    places = ", ".join(f"{start}–{end}" for start, end in told["content"])
    yield from fact(screen, "place", f"line {told['line']} [{places}]")
    if told["within"]:
        yield from fact(screen, "inside", told["within"])
    if told["joined"]:
        yield from fact(screen, "joined", ", ".join(told["joined"]))
    if told["as_read"]:
        yield from fact(screen, "was read", told["as_read"]["words"])
    yield from whole(screen, "digest", told["digest"])
    yield from fact(screen, "capture", together(told["capture"], OBTAINED[told["obtained"]]))
    yield from fact(screen, "read by", f"{told['reader']}, certainty of the reading (not truth) {told['score']:.0%}")
    yield from fact(screen, "id", told["id"])
    yield from _remarks(told, screen)
    yield from _decisions(told, screen)


def _page(told: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    yield from fact(screen, "page", told["title"] or "no title")
    yield from fact(screen, "", together(told["outlet"], dated(told["published"]), told["lang"]))
    yield from fact(screen, "", told["url"] or "no address")
    yield from fact(screen, "document", told["document"])


def _document(told: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    yield ""
    yield from hang(screen, "", "In the archive", 0, "bold")
    yield ""
    if not told["newest"]:
        yield from fact(screen, "", "a newer version of this page is held", "care")
    for each in told["captures"]:
        yield from fact(screen, "captured", together(dated(each["at"]), OBTAINED[each["obtained"]], each["address"]))
        yield from fact(screen, "", each["id"], "dim")
    yield from whole(screen, "digest", told["digest"])
    yield from whole(screen, "text", told["text_digest"])
    yield from _remarks(told, screen)
    for each in told["versions"]:
        if each["id"] != told["id"]:
            newest = "the newest" if each["newest"] else ""
            yield from fact(screen, "version", together(dated(each["at"]), newest, each["id"]))
    for each in told["readings"]:
        yield from fact(screen, "read", together(each["reader"], each["entry"]))
    yield from _decisions(told, screen)


def _capture(told: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    yield from hang(screen, "", told["address"], 0, "bold")
    yield ""
    if told["error"]:
        yield from fact(screen, "failed", told["error"], "care")
    yield from fact(screen, "at", together(dated(told["at"]), told["clock"]))
    if told["parts"]:
        yield from fact(screen, "obtained", OBTAINED[told["obtained"]])
    if told["url"] and told["url"] != told["address"]:
        claimed = "answered by" if told["obtained"] == "fetched" else "claims to be"
        yield from fact(screen, claimed, told["url"])
    for status, address in told["redirects"]:
        yield from fact(screen, "redirected", f"{status} from {address}")
    if told["status"] is not None:
        yield from fact(screen, "answered", f"status {told['status']}")
    if copy := told["archived"]:
        yield from fact(screen, "copy of", together(copy["original"], f"by {copy['archive']}", dated(copy["at"])))
    for part in told["parts"]:
        yield from fact(screen, "part", together(part["name"], part["media_type"], size_of(part["size"])))
        yield from whole(screen, "", part["digest"], "dim")
    if told["within"]:
        yield from fact(screen, "within", f"{told['within']['id']}, {told['within']['key']}")
    for each in told["members"]:
        yield from fact(screen, "member", together(each["key"], each["id"]))
    yield from fact(screen, "case", told["case"])
    if told["document"]:
        yield from fact(screen, "document", told["document"])
    elif told["unread"]:
        yield from fact(screen, "not read", told["unread"])
    for note in told["notes"]:
        yield from fact(screen, "note", note)
    yield from _remarks(told, screen)
    yield from fact(screen, "id", together(told["id"], told["entry"]))
    for name, value in told["headers"]:
        yield from fact(screen, "header", f"{name}: {value}", "dim")


def _person(told: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    yield from hang(screen, "", told["name"] or "somebody whom no page names", 0, "bold")
    yield from (line for line in hang(screen, "", f"also {', '.join(told['names'][1:])}", 0) if told["names"][1:])
    yield ""
    yield from protection(told["circumstances"], screen)
    yield from fact(screen, "visibility", VISIBILITY[told["visibility"]])
    yield from fact(screen, "id", told["id"])
    yield from _remarks(told, screen)
    for a, b in told["conflicts"]:
        clash = f"{short(a)} and {short(b)} were judged different, and are joined all the same through others"
        yield from fact(screen, "conflict", clash, "care")
    for each in told["appearances"]:
        yield ""
        who_it_is = together(each["name"] or "not named", each["role"], aged(each["age"]))
        yield from hang(screen, f"  {short(each['id'])}", who_it_is)
        older = "" if each["newest"] else "older version"
        where = together(
            each["outlet"], dated(each["published"]), each["lang"], older, f"document {short(each['document'])}"
        )
        yield from fact(screen, "", where)
        said = f"{count(len(each['statements']), 'statement')}: {', '.join(map(short, each['statements']))}"
        yield from fact(screen, "", said, "dim")
    yield from _decisions(told, screen)


def _case(told: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    return case_lines(told, screen)


def _entry(told: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    yield from hang(screen, "", f"{told['entry']}: {told['act']}", 0, "bold")
    yield ""
    yield from fact(screen, "at", dated(told["at"]))
    yield from fact(screen, "by", told["by"])
    for label, values in (("about", told["subjects"]), ("blob", told["blobs"]), ("erased", told["erased"])):
        for value in values:
            yield from (fact if label == "about" else whole)(screen, label, value)
    if told["about"]:
        yield from fact(screen, "entry", told["about"])
    if told["key"]:
        yield from whole(screen, "key", told["key"])
    for name, version in told["tools"].items():
        yield from fact(screen, "tool", f"{name} {version}")
    for name, value in (told["says"] or {}).items():
        if value not in (None, "", [], {}):
            said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            yield from fact(screen, "says", f"{name}: {said}")
    yield from fact(screen, "sealed", "yes" if told["sealed"] else "not yet under a checkpoint")


def _remarks(told: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    for each in told["remarks"]:
        if each["stands"]:
            label, said = _remarked(each)
            yield from fact(screen, label, together(said, f"by {each['by']}", dated(each["at"]), each["entry"]))


def _remarked(told: Mapping[str, Any]) -> tuple[str, str]:
    """Return of a remark its label, and what it says."""
    match told["act"]:
        case "note":
            return "noted", f"“{told['text']}”"
        case "tag":
            return "tag", told["tag"]
        case "grade":
            return "grade", f"{told['reliability']}{told['credibility']}"
        case "translate":
            how = f"{told['status']}, translated by {told['translator']}, {dated(told['date'])}"
            return f"in {told['language']}", together(f"“{told['words']}”", how)
        case "assign":
            return "assigned", f"to {told['to'] or 'nobody'}"
    done = "confirmed" if told["act"] == "edge-confirm" else "refused"
    return "edge", f"{short(told['subject'])} → {short(told['other'])} {done}"


def _decisions(told: Mapping[str, Any], screen: Screen) -> Iterator[str]:
    decisions: Sequence[Mapping[str, Any]] = told["decisions"]
    yield ""
    if not decisions:
        yield from fact(screen, "decisions", f"none so far; last entry {told['last_entry']}")
        return
    yield from fact(screen, "decisions", f"last entry {told['last_entry']}")
    for each in decisions:
        other = f" {short(each['subject'])} and {short(each['other'])}" if each["other"] else ""
        by = f"by rule “{each['rule']}”" if each["rule"] else f"by {each['by']}"
        what = f"{each['about']} {DECIDED[each['act']]}{other} {by}, {dated(each['at'])}"
        yield from hang(screen, f"  {each['entry']}", what)
        if each["reason"]:
            yield from fact(screen, "", f"“{each['reason']}”")
        if undone := each["undone"]:
            why = f": “{undone['reason']}”" if undone["reason"] else ""
            yield from fact(screen, "", f"undone by {undone['by']}, {dated(undone['at'])}, {undone['entry']}{why}")
