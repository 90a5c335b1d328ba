"""Lexicon: what the grammar knows of each word of a language, as bits of one number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from firsthand.languages import expand, section
from firsthand.reading.grammar import bits as b

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS: Final = {
    ".": b.STOP,
    "!": b.STOP,
    "?": b.STOP,
    "…": b.STOP,
    ",": b.COMMA,
    ":": b.COLON,
    ";": b.SEMICOLON,
    "-": b.DASH,
    "–": b.DASH,
    "—": b.DASH,
    "―": b.DASH,
    "\n": b.NEWLINE,
    "(": b.OPEN_BRACKET,
    "[": b.OPEN_BRACKET,
    ")": b.CLOSE_BRACKET,
    "]": b.CLOSE_BRACKET,
    **dict.fromkeys([*"\"“”„‟«»‹›‘’‚'`", "''", "``", "’’", "‘‘"], b.MARK),
}

_CLASSES: Final = {
    "say": b.SAY,
    "tell": b.TELL,
    "that": b.THAT,
    "ask": b.ASK,
    "quote": b.QUOTE,
    "to": b.TO,
    "about": b.ABOUT,
    "name": b.NAME,
    "think": b.THINK,
    "want": b.WANT,
    "show": b.SHOW,
    "noun": b.NOUN,
    "institutional": b.INSTITUTIONAL,
    "also_nouns": b.ALSO_NOUN,
    "gerunds": b.GERUND,
}
_WORDS: Final = {
    "complementisers": b.COMPLEMENTISER,
    "infinitive": b.INFINITIVE,
    "he": b.PRONOUN,
    "she": b.PRONOUN,
    "they": b.PRONOUN,
    "first": b.PRONOUN | b.FIRST,
    "other_pronouns": b.PRONOUN,
    "determiners": b.DETERMINER,
    "possessives": b.POSSESSIVE,
    "relatives": b.RELATIVE,
    "conjunctions": b.CONJUNCTION,
    "clause_openers": b.OPENER,
    "prepositions": b.PREPOSITION,
    "of": b.OF,
    "auxiliaries": b.AUXILIARY,
    "adverbs": b.ADVERB,
    "time": b.TIME,
    "verbs": b.VERB,
    "addressees": b.ADDRESSEE,
    "passive": b.PASSIVE,
}
_PEOPLE: Final = {
    "titles": b.TITLE,
    "roles": b.ROLE,
    "kin": b.KIN,
    "collectives": b.BODY,
    "documents": b.DOCUMENT,
    "another": b.ANOTHER,
    "outlets": b.OUTLET,
}
_ENDINGS: Final = {
    "adverb_endings": b.ADVERB,
    "verb_endings": b.VERB,
    "infinitive_endings": b.INFINITIVE,
    "dative_endings": b.DATIVE,
}
_KEPT: Final = 100_000  # unknown words remembered at most, so that a hostile text cannot fill the memory


class _Flags(dict[str, int]):
    """Word → bits; a word of no list is known by its ending."""

    def __init__(self, known: dict[str, int], endings: tuple[tuple[tuple[str, ...], int], ...], never: frozenset[str]):
        super().__init__(known)
        self._endings, self._never, self._room = endings, never, len(known) + _KEPT

    def __missing__(self, word: str) -> int:
        bits = 0
        if word[0].isdigit():
            bits = b.NUMBER
        elif len(word) > 3 and word not in self._never:
            for endings, bit in self._endings:
                if word.endswith(endings):
                    bits |= bit
        if len(self) < self._room:
            self[word] = bits
        return bits


@dataclass(frozen=True, slots=True)
class Phrase:
    """Several words that mean one thing; `…` (None) stands for the words of the source."""

    words: tuple[str | None, ...]
    bits: int
    key: int
    """Index of the word by which the phrase is looked up: its longest, since that is its rarest."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language, ready for reading. `flags[word]` for any lower-case word or mark is its bits."""

    code: str
    flags: dict[str, int]
    phrases: dict[str, tuple[Phrase, ...]]
    """Cues of several words by their first word, longest first; bits 0 is an idiom that reports nothing."""
    attributions: dict[str, tuple[Phrase, ...]]
    """“according to …”, by the key word."""
    linkers: dict[str, tuple[Phrase, ...]]
    """What may stand between a cue and its complementiser: о том, de."""
    back: frozenset[str]
    """What stands before a cue that reports the sentence before it: об этом."""
    particles: frozenset[str]
    as_words: frozenset[str]
    zero_complementiser: bool
    """A clause may follow its cue without a complementiser: she said it rained."""
    infinitive_endings: tuple[str, ...]
    participle_endings: tuple[str, ...]
    """Endings of participles that open an apposition: говоривший с агентством."""
    oblique_endings: tuple[str, ...]
    """Endings by which a noun after “in the …” is no subject."""
    finite_endings: tuple[str, ...]
    """Endings that show a finite verb where a clause may stand without complementiser."""
    speech_after_dash: bool
    single_marks: bool
    lists: dict[str, frozenset[str]] = field(default_factory=dict)
    """The plain lists of [words] and [people] by their names, for who needs one by itself."""


def _phrases(entries: dict[int, list[str]], *, by_first: bool) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, set[Phrase]] = defaultdict(set)
    for bits, phrases in entries.items():
        for phrase in phrases:
            words = tuple(None if word == "…" else word for word in phrase.split())
            key = 0 if by_first else max(range(len(words)), key=lambda i: len(words[i] or ""))
            found[words[key] or ""].add(Phrase(words, bits, key))
    return {key: tuple(sorted(group, key=lambda p: (-len(p.words), str(p.words)))) for key, group in found.items()}


def _impersonal(patterns: tuple[str, ...]) -> Iterator[str]:
    """Yield the word before “в …”, or after it, in which a document speaks: говорится в сообщении."""
    for pattern in patterns:
        words = pattern.split()
        yield words[-1] if words[-1] != "…" else words[max(0, len(words) - 3)]


@cache
def lexicon(code: str) -> Lexicon:
    """Return the lexicon of a language that has a file. Raises `LanguageFileError` otherwise."""
    cues, words, people = section(code, "cues"), section(code, "words"), section(code, "people")
    marks, endings = section(code, "marks"), section(code, "endings")
    known: dict[str, int] = defaultdict(int)
    lists: dict[str, frozenset[str]] = {}
    for table, bits_of in ((cues, _CLASSES), (words, _WORDS), (people, _PEOPLE)):
        for name, value in table.items():
            if isinstance(value, str):
                forms = expand(value, endings)
                lists[name] = frozenset(forms)
                for form in forms:
                    known[form] |= bits_of.get(name, 0)
    gerunds = tuple(words.get("gerund_endings", "").split())
    for word, bits in known.items():
        if bits & b.CUE and gerunds and word.endswith(gerunds):
            known[word] |= b.GERUND
    phrases = {0: list(expand(cues.get("idioms", ()), endings))}
    for name, value in cues.get("phrases", {}).items():
        phrases[_CLASSES[name]] = list(expand(value, endings))
    by_first = _phrases(phrases, by_first=True)
    attributions = _phrases({0: list(expand(cues["attribution"], endings))}, by_first=False)
    for table_ in (by_first, attributions):
        for word in table_:
            known[word] |= b.PHRASE
    for word in _impersonal(expand(cues["impersonal"], endings)):
        known[word] |= b.INSTITUTIONAL
    known.update(_MARKS)
    return Lexicon(
        code=code,
        flags=_Flags(
            known,
            tuple((tuple(words[name].split()), bit) for name, bit in _ENDINGS.items() if words.get(name)),
            lists.get("verb_exceptions", frozenset()),
        ),
        phrases=by_first,
        attributions=attributions,
        linkers=_phrases({0: list(expand(cues.get("linkers", ()), endings))}, by_first=True),
        back=frozenset(expand(cues["back"], endings)),
        particles=lists.get("particles", frozenset()),
        as_words=lists.get("as_words", frozenset()),
        zero_complementiser=bool(marks.get("zero_complementiser", False)),
        infinitive_endings=tuple(words.get("infinitive_endings", "").split()),
        participle_endings=tuple(words.get("participle_endings", "").split()),
        oblique_endings=tuple(words.get("oblique_role_endings", "").split()),
        finite_endings=tuple(words.get("finite_endings", "").split()),
        speech_after_dash=bool(marks["speech_after_dash"]),
        single_marks=bool(marks["single_marks"]),
        lists=lists,
    )
