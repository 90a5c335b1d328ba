"""Sentences: what the stages before the desk say in English, in the language of whoever reads.

They know no reader: a reason, a finding or an error is a sentence in the log, in `--json` and on the command line. Here
stand those that the desk shows, with a name for each value in them; one that does not stand here is shown as it came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from firsthand.desk import wording

_Says = Callable[[int], str]
_VALUE: Final = re.compile(r"\{(\w+)\}")
_LONGEST: Final = 1000  # characters; what is longer holds a stranger's text, and is shown as it came
_ANY: Final = ".{1,300}?"
_NUMBER: Final = r"\d{1,12}"
_SHAPES: Final = {
    "given": r"\S{1,300}",
    "n": _NUMBER,
    "number": _NUMBER,
    "one": _NUMBER,
    "score": r"[\d.]{1,12}",
    "share": rf"{_NUMBER}%?",
    "what": ".{1,900}?",
    "where": ".{0,300}?",
}
_BESIDE_KEY: Final = _(", the copy beside the key")
_SENTENCES: Final[tuple[Any, ...]] = (
    # Why two pages are joined (linking.trail)
    _("{share} of the shorter page's words stand in the other as they are"),
    _("{share} of its statements in the same order, in another language"),
    _("the same statement, {score}"),
    _("no date says which of the two came first"),
    # How many sources are independent (linking.trail)
    _("statements made in captivity never confirm one another"),
    _("it was said in captivity: however many tell it, nobody here confirms anybody"),
    # Why two people may be one (linking.names, linking.people)
    _("“{a}” on both sides"),
    _("“{a}” and “{b}” sound the same"),
    _("“{a}” and “{b}” are forms of one first name"),
    _("“{a}” and “{b}” are a first name and its short form"),
    _("“{a}” and “{b}” are one name by rigour's lists"),
    _("“{a}” and “{b}” differ by an ending of declension"),
    _("“{a}” and “{b}” are a man's and a woman's form of one surname"),
    _("“{a}” and “{b}” are spelt alike, {score}"),
    _("“{a}” and “{b}” sound alike, {score}"),
    _("“{a}” may stand for “{b}”"),
    _("“{a}” and “{b}” are written together on one side"),
    _("“{a}” is not “{b}”"),
    _("“{a}” is a patronymic that only one of them has"),
    _("“{a}” is an initial that only one of them has"),
    _("“{a}” is a part that only one of them has"),
    _("the parts stand in another order"),
    _("the surname has a woman's form on one side only"),
    _("“{a}” is a first name with a patronymic, no full name"),
    _("“{a}” is one part of a name, no full name"),
    _("the same name"),
    _("ages {one} and {other} are apart"),
    _("one is a minor, the other grown up"),
    _("the same full name in two documents, “{a}” and “{b}”, ages {one} and {other}; nothing conflicts"),
    _("the same full name in two documents, “{a}” and “{b}”; nothing conflicts"),
    _("the same full name in two documents, “{a}”, ages {one} and {other}; nothing conflicts"),
    _("the same full name in two documents, “{a}”; nothing conflicts"),
    # What a check found (archive.verify)
    _("a stray file: no entry names it; left by an interruption?"),
    _("cannot be read, the rest is not looked at: {cause}"),
    _("missing from the log"),
    _("its bytes, or the hash beside them, are not what was written"),
    _("an entry before the first"),
    _("what it says cannot be: {cause}"),
    _("the first entry holds no verifier key, so no signature can be checked"),
    _("the note that stands under it is of log state {number}"),
    _("no copy of it on this computer, so a log that was cut short and signed anew would look the same"),
    _("log state {number} was signed{where}, but the log has {size} entries: its end is gone"),
    _("log state {number} was signed{where}, and its entries are not those: it was rewritten"),
    _("the log is signed by another key than the one you named ({key})"),
    _("asking failed: {cause}"),
    _("no [[stamp]] in firsthand.toml has this authority's certificate any more: it cannot be checked"),
    _("its certificate cannot be read: {cause}"),
    _("pending: it has confirmed nothing yet"),
    _("cannot be read: {cause}"),
    _("changed: its bytes now hash to {digest}"),
    _("entry {number} says it was erased, and it is there: 'firsthand rebuild' removes it"),
    _("erased, reason kept (entry {number}: {reason})"),
    _("it is gone; entry {number} names it"),
    _("it is gone; capture {capture} has it"),
    _("what it was drawn from is damaged or gone"),
    _("the log knows no such row"),
    _("this row is gone; 'firsthand rebuild' makes it again"),
    _("not what the log says in {columns}; 'firsthand rebuild' makes it again"),
    _("the index cannot be checked now: {cause}"),
    _("the index cannot be read ({cause})"),
    _("'firsthand rebuild' makes the index again"),
    # What somebody else did meanwhile (archive.archive)
    _("entry {number}: {act} by {name}, {at}"),
    # What cannot be decided (archive.correct, .remarks, .cases)
    _("joining takes two or more statements that are not one already"),
    _("“{code}” names no language; write a BCP 47 tag: uk, or pt-BR"),
    _("“{day}” is no date; write 2027-03-31"),
    _("“{day}” is no date; write 2022, 2022-03 or 2022-03-06"),
    _("a translation is empty; write some words"),
    _("a note is empty; write some words"),
    _("a case needs a name"),
    # What could not be saved or read, and notes on what was (capture, reading, archive.intake)
    _("it holds what is captured one by one, so nothing is read of it itself"),
    _("{address} answered {status}: kept, not read"),
    _("a record for programs, not prose: kept, not read"),
    _("is empty: there is nothing to read"),
    _("is a page without visible text"),
    _("is a PDF without a text layer, pictures of pages only"),
    _("is a broken PDF: {cause}"),
    _("is a message without words"),
    _("holds no words that can be read as a transcript"),
    _("{host}: no such host is known here; check the spelling and your connection"),
    _("{host}: looking up the name took too long; check your connection"),
    _("language “{language}”: who said what is looked for in {languages} only"),
    _("larger than {size}: only its beginning can be read, kept it is whole"),
    _("only the first {size} MB of {whole} MB were read"),
    _("the page calls its language “{told}”; by its words it is “{read}”"),
    _("machine-made transcript, by {machine}: words and times may be wrong"),
    _("made here out of {name} by {machine}"),
    _("an item of a feed: its title and text as the feed has them, put together as a page"),
)
_COUNTED: Final[tuple[_Says, ...]] = (
    lambda n: ngettext("{n} recording or original record held", "{n} recordings or original records held", n),
    lambda n: ngettext(
        "{n} page that names no other hand held here: it may have the words from anywhere",
        "{n} pages that name no other hand held here: they may have the words from anywhere",
        n,
    ),
    lambda n: ngettext(
        "what joins {n} pair of pages was refused by a person and is left out",
        "what joins {n} pairs of pages was refused by a person and is left out",
        n,
    ),
    lambda n: ngettext(
        "{n} entry after it is not yet under a checkpoint", "{n} entries after it are not yet under a checkpoint", n
    ),
    lambda n: ngettext(
        "{n} recording is too short to tell from a clip of another held here: possible, not proved",
        "{n} recordings are too short to tell from a clip of another held here: possible, not proved",
        n,
    ),
)
_REWORDED: Final[Mapping[str, Any]] = {
    "{n} pages that name no other hand held here: it may have the words from anywhere": _COUNTED[1],
    "{n} entries after it are not yet under a checkpoint": _COUNTED[3],
    "whose key it is: compare the fingerprint with one that you have from elsewhere (--key)": _(
        "whose key it is: compare the fingerprint with one that you have from elsewhere"
    ),
    "{given} is superseded: a later reading of its page has it no more; correct what that has": _(
        "a later reading of its page has it no more; correct what that has"
    ),
    "{given} is so already: a correction says what is to be otherwise": _(
        "it is so already: a correction says what is to be otherwise"
    ),
    "{given}: a split makes two or more; give the content of each": _(
        "a split makes two or more statements: put an empty line between them"
    ),
    "{given}: two of the pieces overlap; each word can be in one": _(
        "two of the pieces overlap; each word can be in one"
    ),
    "{given} was split into {pieces}: decide about these": _("it was split into {pieces}: decide about these"),
    "{given} was split into {pieces}: correct these": _("it was split into {pieces}: correct these"),
    "content: there are no words in it; to say that it is no statement, reject it": _(
        "there are no words in it; to say that it is no statement, reject it"
    ),
    "a speaker who is “named” has a name: give it, or another kind": _(
        "a speaker who is named has a name: give it, or another kind"
    ),
    "{given} does not speak in this document: give a new speaker, with name and kind, and judge the two the same": _(
        "they do not speak in this document: give a new speaker, with name and kind, and judge the two the same"
    ),
    "{given} is protected ({circumstances}): releasing needs a reason that weighs it. Say it with --reason": _(
        "this is about somebody protected: releasing needs a reason that weighs it"
    ),
    "{given} and {other} are the same {kind}; to part what was joined, undo the judgement": _(
        "these are one already; to part what was joined, undo the judgement"
    ),
    "{given} was undone already: {what}": _("it was undone already: {what}"),
    "{given} is no decision that stands here but “{act}”: it cannot be undone": _("“{act}” cannot be undone"),
    "entry:{number} cannot be undone before what was decided since about the statements it made: {what}. "
    "Undo that first, the latest before all": _(
        "it cannot be undone before what was decided since about the statements it made: {what}. "
        "Undo that first, the latest before all"
    ),
    "{given} is tagged “{tag}” already; undo that to take the tag away": _(
        "it is tagged “{tag}” already; undo that to take the tag away"
    ),
    "nobody here is called “{name}”: assign to somebody who has acted in this archive, or make them a member of the "
    "case: 'firsthand case change {case} --member …', once for each": _(
        "nobody here is called “{name}”: assign to somebody who has acted in this archive, or is a member of the case"
    ),
    "there is a case “{name}” already; 'firsthand case change' changes it": _("there is a case “{name}” already"),
    "{host} is {what}: refused, because a stranger's link could reach into your network this way; "
    "say --allow-private to read it": _(
        "refused, because it is no public address: a stranger's link could reach into your network this way"
    ),
    "its language is not clear (say it with --lang): who said what is looked for in {languages} only": _(
        "its language is not clear: who said what is looked for in {languages} only"
    ),
}
"""Where the desk has other words than the command line, which names options and ids."""


def told(sentence: str) -> str:
    """Return what a stage before the desk says, in the language of whoever reads; as it is if it does not stand here.

    >>> told("something else")
    'something else'
    """
    if len(sentence) > _LONGEST:
        return sentence
    return _told(sentence) or "; ".join(_told(each) or each for each in sentence.split("; "))


def _told(sentence: str) -> str | None:
    """Return one sentence, told, with the address before it if there is one; None if it does not stand here."""
    address, colon, rest = sentence.partition(": ")
    for before, said in (("", sentence), (address + colon, rest)):
        for pattern, says in _patterns():
            if found := pattern.fullmatch(said):
                values = {name: _VALUES.get(name, str)(value) for name, value in found.groupdict().items()}
                return before + says(int(values.get("n", 1))).format(**values)
    return None


_VALUES: Final[Mapping[str, Callable[[str], Any]]] = {
    "act": lambda act: wording.DONE.get(act, act),
    "at": wording.dated,
    "what": told,
    "where": lambda where: _BESIDE_KEY if where == ", the copy beside the key" else where,
}
"""Values that are words themselves, by the names that they have in sentences."""


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], _Says], ...]:
    """Return each sentence as it is recognised in English, and as it is told."""
    with override("en"):
        kept = {**_REWORDED, **{str(each): each for each in _SENTENCES}}
        kept |= {each(n): each for each in _COUNTED for n in (1, 2)}
    return tuple((_pattern(words), says if callable(says) else partial(_said, says)) for words, says in kept.items())


def _pattern(words: str) -> re.Pattern[str]:
    """Return what finds a sentence, and the values in it."""
    parts = _VALUE.split(words)
    parts[::2] = map(re.escape, parts[::2])
    parts[1::2] = (f"(?P<{name}>{_SHAPES.get(name, _ANY)})" for name in parts[1::2])
    return re.compile("".join(parts), re.DOTALL)


def _said(words: Any, _number: int) -> str:
    return str(words)
