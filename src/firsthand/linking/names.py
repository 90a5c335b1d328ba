"""Names: how alike two names of people are, across alphabets and habits of spelling, and why (DESIGN.md, "Linking").

Spelling only proposes. Nothing here joins anybody: people do, by judgements (`people`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from firsthand.linking.sounds import Word, alike, inflected, stems, tables, word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROPOSE: Final = 0.8
"""The score from which on two names are proposed to a person as one."""

How = Literal[
    "same",
    "sounds",
    "given",
    "short",
    "listed",
    "inflected",
    "sexes",
    "letters",
    "heard",
    "initial",
    "joined",
    "differ",
]

_APOSTROPHES: Final = re.compile("['’‘‛`´′＇ʼʹʻʿʾ\"ʺ]")
_BETWEEN: Final = re.compile(r"[^\w\u0300-\u036f]+|_")
_ARTICLE: Final = re.compile(r"\W*\w+[-‐‑]")  # a first word that is tied to the next
_STRESS: Final = re.compile("[\u0300\u0301]")
_CYRILLIC: Final = re.compile("[а-яѐ-ӿ]", re.IGNORECASE)
_BY_SYLLABLE: Final = frozenset(["CJK", "HANGUL", "HIRAGANA", "KATAKANA"])
_PARTS: Final = 12  # of a name; what comes after them is no name any more
_LIKE: Final = 0.62  # from here on two parts may be one
_NEVER: Final = PROPOSE - 0.01
_SURE: Final = 0.9
_CERTAIN: Final = 0.97
_LISTED, _DECLINED, _SHORT, _INITIAL = 0.95, 0.93, 0.88, 0.8
_LEAST, _LEAST_OF_MANY = 0.6, 0.5  # how much of a score the least alike parts decide; of three and more
_EXTRA, _EXTRA_SMALL, _ORDER = 0.05, 0.02, 0.01  # what a part that only one has takes away; another order of the parts
_PER_KEY, _KEYS = 3, 6
_HEARD: Final = 0.9  # from here on two words of one script are two spellings of one sound
_SLIPS: Final = {1: 0.8, 2: 0.77}  # letters that differ by a slip, and how alike the words are at least
_BEGINNING: Final = 3  # letters of a word in which hardly anybody slips twice


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are, 0 to 1, and why, a sentence a reason."""

    score: float
    reasons: tuple[str, ...]

    @property
    def proposed(self) -> bool:
        """Whether the two are worth a person's look."""
        return self.score >= PROPOSE


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    shown: str
    word: Word
    is_initial: bool
    is_patronymic: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Name:
    key: str  # what two spellings of one name have in common, whatever the case, the marks and the signs between
    parts: tuple[_Part, ...]
    small: tuple[str, ...]  # de, van, al

    @property
    def is_no_full_name(self) -> bool:
        """Whether it is a first name with a patronymic."""
        return len(self.parts) == 2 and any(part.is_patronymic for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Pair:
    score: float
    a: _Part
    b: _Part
    how: How


def compare(a: str, b: str) -> Comparison:
    """Compare two names of people, without titles, in any script and order.

    The same both ways, and 1 for a name and itself. A part that only one has takes little away, parts that differ take
    much. One part of a name beside more of them, and a first name with a patronymic beside any other name, stay below
    `PROPOSE`. Where rigour is installed, its lists count too, and the reasons say so.

    >>> compare("Беляева Антона", "Anton Beliaev").score >= PROPOSE
    True
    >>> compare("Anna Belova", "Anna Sokolova").score >= PROPOSE
    False
    """
    one, two = _prepared(a), _prepared(b)
    if one.key > two.key:
        one, two = two, one
    if not one.parts or not two.parts:
        return Comparison(1.0, ("the same signs, no name",)) if a == b or _fold(a) == _fold(b) else _NO_NAME
    if one.key == two.key:
        return Comparison(1.0, ("the same name", *_warnings(one, two)))
    pairs, left = _matched(one, two)
    if all(pair.how == "differ" for pair in pairs):
        return Comparison(
            round(max(pair.score for pair in pairs) * 0.3, 3), ("no part of one is like a part of the other",)
        )
    scores = [pair.score for pair in pairs]
    least = _LEAST if len(scores) < 3 else _LEAST_OF_MANY
    score = (1 - least) * sum(scores) / len(scores) + least * min(scores)
    score -= sum(map(_missed, left))
    turned = _turned(one, two, pairs)
    score -= _ORDER * turned
    score = max(score, 0.0)
    sexes = _two_sexes(pairs)
    if _too_little(one, two, pairs, left) or sexes:
        score = min(score * 0.8, _NEVER)  # keeps the order among those that are capped
    return Comparison(round(score, 3), tuple(_reasons(one, two, pairs, left, turned, sexes)))


def is_full(name: str) -> bool:
    """Tell whether a name has two parts or more, and more than a first name with a patronymic.

    >>> is_full("Anton Belyaev"), is_full("Belyaev"), is_full("Ольга Петровна")
    (True, False, False)
    """
    prepared = _prepared(name)
    return len(prepared.parts) > 1 and not prepared.is_no_full_name


def is_first_name(text: str) -> bool:
    """Tell whether a word is a first name that names.toml lists, in some spelling, or its short form.

    >>> is_first_name("Антін"), is_first_name("Belyaev")
    (True, False)
    """
    return bool(_given(_word_of(text)))


def is_fathers_name(text: str) -> bool:
    """Tell whether a word is a patronymic of a first name that names.toml lists, or a woman's.

    >>> is_fathers_name("Николаевич"), is_fathers_name("Petrovna"), is_fathers_name("Belyaev")
    (True, True, False)
    """
    return _is_patronymic(_word_of(text), between=False)


@lru_cache(maxsize=1 << 16)
def blocks(name: str) -> frozenset[str]:
    """Return at most six keys of a name, to find candidates by: names that are proposed share one, nearly always.

    >>> blocks("Хрущёв") & blocks("Chruschtschow") != frozenset()
    True
    """
    parts = [part for part in _prepared(name).parts if not part.is_initial]
    named = [part for part in parts if not part.is_patronymic] or parts
    if len(named) > _KEYS // 2:
        longest = max(named[1:-1], key=lambda part: (len(part.shown), part.word.text))
        named = [named[0], named[-1], longest]
    keys: list[str] = []
    for part in named:
        counted = Counter(map(_key, (reading.sounds for reading in part.word.readings)))
        if part.word.script == "CJK":  # its l may be an r
            counted.update(key.replace("L", "R") for key in tuple(counted))
        made = sorted(counted, key=lambda key: (-counted[key], key)) or [part.word.text[:1]]
        keys += made[: _KEYS // len(named)]
    return frozenset(keys)


_NO_NAME: Final = Comparison(0.0, ("a name has letters",))
_KEY_OF: Final = str.maketrans("bpfvgkhdtzscCSZJlrmnaeiouj", "ppppkkkttsssssssLRnnAAAAAA")


def _key(sounds: str) -> str:
    """Return the first consonants, roughly: k, p, t, s and their like are each one."""
    rough = re.sub(r"(.)\1+", r"\1", sounds.translate(_KEY_OF).replace("A", "")) or "A"
    return rough[:_PER_KEY]


def _fold(text: str) -> str:
    text = "".join(
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace()
    )
    return unicodedata.normalize("NFC", text.upper().casefold())


@lru_cache(maxsize=1 << 15)
def _prepared(name: str) -> _Name:
    visible = "".join(
        c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace()
    )
    if _CYRILLIC.search(visible):
        visible = unicodedata.normalize("NFC", _STRESS.sub("", unicodedata.normalize("NFD", visible)))
    shown = [piece for piece in _BETWEEN.split(_APOSTROPHES.sub("", visible)) if piece]
    words = _words()
    folded = [_fold(piece) for piece in shown]
    # Ben and Al are first names where they stand first, a son's and an article elsewhere: bin Ladin, al-Ubaidi.
    first = len(folded) > 1 and folded[0] in words.first and not _ARTICLE.match(visible)
    last = len(folded) - 1
    keep = {0} if first else set()
    if folded and words.same.get(folded[-1]) in words.small:
        keep.add(last)  # Юй Ван
    folded = [piece if at in keep else words.same.get(piece, piece) for at, piece in enumerate(folded)]
    parts: list[tuple[str, Word]] = []
    small: list[str] = []
    for at, piece in enumerate(folded):
        if last and (piece in words.small if 0 < at < last else at == 0 and not first and piece in words.leading):
            small.append(piece)
        else:
            parts.append((shown[at], word(piece)))
    del parts[_PARTS:]
    fathers = [
        len(parts) > 1 and _is_patronymic(each, at == 1 and len(parts) == 3) for at, (_, each) in enumerate(parts)
    ]
    if all(fathers):
        fathers = [False] * len(parts)
    return _Name(
        " ".join(folded).replace("ё", "е"),
        tuple(
            _Part(text, each, len(each.text) == 1 and each.script not in _BY_SYLLABLE, father)
            for (text, each), father in zip(parts, fathers, strict=True)
        ),
        tuple(small),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """What names.toml says of whole words."""

    same: dict[str, str]
    small: frozenset[str]
    leading: frozenset[str]
    first: frozenset[str]
    daughter: re.Pattern[str]
    father: re.Pattern[str]
    given: dict[str, frozenset[tuple[int, bool]]]  # sounds to the names whose form, or short form, they are
    fathers: frozenset[str]


@cache
def _words() -> _Words:
    held = tables()["parts"]
    same = dict(pair.split("=") for pair in held["same"].split())
    given: dict[str, set[tuple[int, bool]]] = {}
    fathers = set()
    for number, line in enumerate(tables()["given"]["names"].strip().splitlines()):
        full, _, short = line.partition(";")
        for is_short, forms in ((False, full), (True, short)):
            for form in forms.split():
                for reading in word(_APOSTROPHES.sub("", _fold(form))).readings:
                    given.setdefault(reading.sounds, set()).add((number, is_short))
                    if not is_short and len(reading.sounds) > 2:
                        fathers.add(re.sub("(?:ij|[jiao])$", "", reading.sounds))
    return _Words(
        same,
        frozenset(same.get(piece, piece) for piece in held["particles"].split()),
        frozenset(same.get(piece, piece) for piece in held["leading"].split()),
        frozenset(held["first"].split()),
        re.compile(f"(?:{held['daughter']})$"),
        re.compile(f"(?:{held['father']})$"),
        {sounds: frozenset(found) for sounds, found in given.items()},
        frozenset(fathers),
    )


def _word_of(text: str) -> Word:
    return word(_APOSTROPHES.sub("", _fold(text)))


def _is_patronymic(each: Word, between: bool) -> bool:
    """Tell a father's name. Many surnames end like one: it counts after a known first name, or between two others."""
    words = _words()
    for reading in each.readings[:1] if each.script == "LATIN" else each.readings:
        if len(reading.sounds) > 5 and words.daughter.search(reading.sounds):
            return True
        if found := words.father.search(reading.sounds):
            stem = re.sub("[jie]$", "", reading.sounds[: found.start()])
            if between or stem in words.fathers or reading.sounds[: found.start() + 1] in words.fathers:
                return True
    return False


def _matched(one: _Name, two: _Name) -> tuple[list[_Pair], list[_Part]]:
    """Pair the parts, the most alike first; then those left on both sides, which differ. Return also the rest."""
    ours, theirs = list(one.parts), list(two.parts)
    pairs: list[_Pair] = []
    if len(ours) != len(theirs):
        pairs += _written_together(ours, theirs)
        pairs += _written_together(theirs, ours)
    found: list[tuple[float, int, int, int, How]] = []
    for i, a in enumerate(ours):
        for j, b in enumerate(theirs):
            score, how = _likeness(a.word, b.word) if not (a.is_initial or b.is_initial) else _initial(a, b)
            if a.is_patronymic != b.is_patronymic:
                score *= 0.8
            found.append((-score, abs(i - j), i, j, how if score >= _LIKE else "differ"))
    found.sort()
    free_ours, free_theirs = set(range(len(ours))), set(range(len(theirs)))
    for score, _, i, j, how in found:
        if i in free_ours and j in free_theirs:
            free_ours.discard(i)
            free_theirs.discard(j)
            pairs.append(_Pair(-score, ours[i], theirs[j], how))
    return pairs, [ours[i] for i in sorted(free_ours)] + [theirs[j] for j in sorted(free_theirs)]


def _written_together(ours: list[_Part], theirs: list[_Part]) -> Iterator[_Pair]:
    """Take out of both what one writes in one word and the other in two, initials included."""
    for a in tuple(ours):
        text = a.word.text
        for j in range(len(theirs) - 1):
            b, c = theirs[j], theirs[j + 1]
            if b.is_initial or c.is_initial:
                continue
            size = len(b.word.text) + len(c.word.text)
            score = 0.0
            if len(text) == 2 and size > 4:
                score = _INITIAL * (text == b.word.text[0] + c.word.text[0])
            elif abs(len(text) - size) < 3 and len(text) > 5:
                score = _likeness(*_sorted(a.word, word(b.word.text + c.word.text)))[0] - 0.02
            if score >= _INITIAL:
                ours.remove(a)
                del theirs[j : j + 2]
                yield _Pair(score, a, b, "joined" if len(text) > 2 else "initial")
                yield _Pair(score, a, c, "joined" if len(text) > 2 else "initial")
                break


def _sorted(a: Word, b: Word) -> tuple[Word, Word]:
    return (a, b) if a.text <= b.text else (b, a)


@lru_cache(maxsize=1 << 17)
def _likeness(a: Word, b: Word) -> tuple[float, How]:
    """Return how alike two parts of names are that are no initials, and by what."""
    if a.text == b.text:
        return 1.0, "same"
    longest = max(len(a.text), len(b.text))
    if a.script == b.script and a.script in _BY_SYLLABLE:
        return 1 - _edits(a.text, b.text) / longest, "letters"
    heard = alike(a, b)
    if heard == 1.0:
        return 0.98, "sounds"
    known = _known(a, b)
    if heard < 0.4 and known[0] == 0.0 and a.script != b.script:
        return heard, "letters"
    if a.script == b.script:
        heard = _as_spelt(a, b, heard)
    how: How = "letters" if a.script == b.script else "heard"
    if _man_and_woman(a, b):
        return min(0.96, max(heard, 0.9)), "sexes"
    if inflected(a, b):
        heard, how = max(heard, _DECLINED), "inflected"
    return (min(heard, _CERTAIN - 0.001), how) if heard > known[0] else known


def _as_spelt(a: Word, b: Word, heard: float) -> float:
    """Return how alike two words of one script are that sound alike by `heard`.

    One letter of four may be a slip, and two that come after the first three; but no listed first name is a slip of
    another.
    """
    edits, longest = _edits(a.text, b.text), max(len(a.text), len(b.text))
    written = 1 - edits / longest
    if heard >= _HEARD:
        return max(written, heard)
    if edits not in _SLIPS:
        return max(written, 0.75 * written + 0.25 * heard)
    is_slip = longest > _BEGINNING and (edits == 1 or a.text[:_BEGINNING] == b.text[:_BEGINNING])
    if is_slip and not (_given(a) and _given(b)):
        written = max(written, _SLIPS[edits])
    return max(written, (written + heard) / 2)


def _known(a: Word, b: Word) -> tuple[float, How]:
    ours, theirs = _given(a), _given(b)
    if ours and theirs:
        full = {number for number, short in ours if not short}
        if any(number in full for number, short in theirs if not short):
            return _LISTED, "given"
        if {number for number, _ in ours} & {number for number, _ in theirs}:
            return _SHORT, "short"
    for declined, names in ((a, theirs), (b, ours)):
        if _declined_given(declined) & {number for number, short in names if not short}:
            return _DECLINED, "inflected"
    listed = _listed()
    if listed is not None and listed(a.text) & listed(b.text):
        return _LISTED, "listed"
    return 0.0, "letters"


@lru_cache(maxsize=1 << 16)
def _given(each: Word) -> frozenset[tuple[int, bool]]:
    """Return the first names whose form it is, or whose short form."""
    given = _words().given
    found: set[tuple[int, bool]] = set()
    for reading in each.readings:
        found |= given.get(reading.sounds, frozenset())
    return frozenset(found)


@lru_cache(maxsize=1 << 16)
def _declined_given(each: Word) -> frozenset[int]:
    """Return the men's names whose form it is in another case: Майкла, Майклом; none where it is a name itself."""
    if each.script != "CYRILLIC" or _given(each):
        return frozenset()
    given = _words().given
    return frozenset(
        number
        for reading in each.readings
        for stem in stems(reading.sounds)
        for number, short in given.get(stem, ())
        if not short and stem[-1] not in "aeiou"
    )


@cache
def _listed() -> Callable[[str], frozenset[str]] | None:
    """Return what gives the names that rigour has a word for; None where it is not installed.

    `rigour.names` needs PyICU, which has no wheel; what it wraps does not.
    """
    try:
        from rigour._core import NameTypeTag, SymbolCategory, analyze_names
    except ImportError:
        return None
    kinds = (SymbolCategory.NAME, SymbolCategory.NICK)

    @lru_cache(maxsize=1 << 16)
    def listed(text: str) -> frozenset[str]:
        found = analyze_names(NameTypeTag.PER, [text], phonetics=False, numerics=False)
        return frozenset(str(symbol.id) for name in found for symbol in name.symbols if symbol.category in kinds)

    return listed


def _edits(a: str, b: str) -> int:
    """Count the letters put in, left out, replaced or swapped with the next (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, c in enumerate(a, 1):
        made = [i]
        for j, d in enumerate(b, 1):
            best = min(row[j] + 1, made[-1] + 1, row[j - 1] + (c != d))
            if i > 1 and j > 1 and c == b[j - 2] and d == a[i - 2]:
                best = min(best, before[j - 2] + 1)
            made.append(best)
        before, row = row, made
    return row[-1]


_WOMAN: Final = re.compile("(?:(?<=[oe]v|in)a|(?<=[sc]k)(?:aja|a)|aja)$")
_MAN: Final = re.compile("(?:(?<=[oe]v|in)|(?<=[sc]k)(?:ij|i|oj|ii)|(?:ij|i|oj|ii))$")


def _man_and_woman(a: Word, b: Word) -> bool:
    """Tell a woman's surname from a man's: Belova, Belov; Nováková, Novák."""
    if a.script == b.script == "LATIN" and {a.text, b.text} in ({a.text, a.text + "ová"}, {b.text, b.text + "ová"}):
        return True
    for x in a.readings:
        for y in b.readings:
            for f, m in ((x.sounds, y.sounds), (y.sounds, x.sounds)):
                woman, man = _WOMAN.search(f), _MAN.search(m)
                if len(f) > 4 and f[-1] == "a" and woman and man and f[: woman.start()] == m[: man.start()]:
                    return True
    return False


def _initial(a: _Part, b: _Part) -> tuple[float, How]:
    """Compare parts of which one or both are a letter."""
    starts = {reading.sounds[0] for reading in a.word.readings} & {reading.sounds[0] for reading in b.word.readings}
    if not starts and a.word.text[0] != b.word.text[0]:
        return 0.0, "differ"
    return (_LISTED if a.is_initial and b.is_initial else _INITIAL), "initial"


def _two_sexes(pairs: list[_Pair]) -> bool:
    """Tell whether a surname has its feminine form on one side only, and the first name does not go with it.

    “Беляева Антона” is Антон Беляев, declined as a whole; «Саша Беляева» is not Саша Беляев.
    """
    for pair in pairs:
        if pair.how == "sexes":
            declined = {
                (len(p.a.word.text) > len(p.b.word.text))
                for p in pairs
                if p.how == "inflected" and "CYRILLIC" in (p.a.word.script, p.b.word.script)
            }
            if not declined:
                return True
    return False


def _too_little(one: _Name, two: _Name, pairs: list[_Pair], left: list[_Part]) -> bool:
    """Tell whether a name is only a part of one: a surname, a first name, a first name with a patronymic."""
    if one.is_no_full_name or two.is_no_full_name:
        return True
    return bool(left) and len(pairs) == 1


def _missed(part: _Part) -> float:
    """Return what a part takes away that only one has: nothing if it may be an article, as in Al Ubaidi Omar."""
    if part.word.text in _words().first:
        return 0.0
    return _EXTRA_SMALL if part.is_patronymic or part.is_initial else _EXTRA


def _turned(one: _Name, two: _Name, pairs: list[_Pair]) -> bool:
    """Tell whether the parts stand in another order."""
    places = sorted(
        (one.parts.index(p.a), two.parts.index(p.b))
        for p in pairs
        if p.how not in ("differ", "joined") and p.a in one.parts and p.b in two.parts
    )
    return any(a[1] > b[1] for a, b in pairwise(places))


def _warnings(one: _Name, two: _Name) -> Iterator[str]:
    for name in (one, two) if one.key != two.key else (one,):
        shown = " ".join(part.shown for part in name.parts)
        if name.is_no_full_name:
            yield f"“{shown}” is a first name with a patronymic, no full name"
        elif len(name.parts) == 1:
            yield f"“{shown}” is one part of a name, no full name"


_WHY: Final[dict[How, str]] = {
    "same": "“{a}” on both sides",
    "sounds": "“{a}” and “{b}” sound the same",
    "given": "“{a}” and “{b}” are forms of one first name",
    "short": "“{a}” and “{b}” are a first name and its short form",
    "listed": "“{a}” and “{b}” are one name by rigour's lists",
    "inflected": "“{a}” and “{b}” differ by an ending of declension",
    "sexes": "“{a}” and “{b}” are a man's and a woman's form of one surname",
    "letters": "“{a}” and “{b}” are spelt alike, {score:.2f}",
    "heard": "“{a}” and “{b}” sound alike, {score:.2f}",
    "initial": "“{a}” may stand for “{b}”",
    "joined": "“{a}” and “{b}” are written together on one side",
    "differ": "“{a}” is not “{b}”",
}


def _reasons(one: _Name, two: _Name, pairs: list[_Pair], left: list[_Part], turned: bool, sexes: bool) -> Iterator[str]:
    """Yield what speaks for and against a pair of names, a sentence a reason, the parts in the order of the first."""
    for pair in sorted(pairs, key=lambda pair: (one.parts.index(pair.a) if pair.a in one.parts else 0, pair.b.shown)):
        yield _WHY[pair.how].format(a=pair.a.shown, b=pair.b.shown, score=pair.score)
    for part in left:
        what = "a patronymic" if part.is_patronymic else "an initial" if part.is_initial else "a part"
        yield f"“{part.shown}” is {what} that only one of them has"
    if turned:
        yield "the parts stand in another order"
    if sexes:
        yield "the surname has a woman's form on one side only"
    yield from _warnings(one, two)
