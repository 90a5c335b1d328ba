"""Transcripts: what a file shows from second to second becomes what was said, by whom, in exactly its words."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import example as case
from hypothesis import given
from hypothesis import strategies as st

from firsthand import example
from firsthand.capture import Capture, Part, gather, take_target
from firsthand.reading.ages import asks_age, told_age
from firsthand.reading.extract import extract_bytes, extract_document, is_record
from firsthand.reading.grammar import GrammarReader
from firsthand.reading.no_text import NoTextError
from firsthand.reading.read import read, read_document
from firsthand.reading.subtitles.no_names import is_no_name
from firsthand.text import Document, Span, SpanError, Utterance

EXPECTED = json.loads(example.root().joinpath("expected.json").read_text(encoding="utf-8"))["transcript"]["utterances"]
TALK = {"title": "The bridge", "webpage_url": "https://kadr.example/watch/1", "extractor": "kadr", "formats": []}
TIMES = "00:01.000 --> 00:02.000"


def extracted(body, name, language="en", **more):
    return extract_bytes(body if isinstance(body, bytes) else body.encode(), address=name, language=language, **more)


def heard(document):
    """Return (start, end, voice, words) of each utterance."""
    return [
        (said.start, said.end, said.voice.of(document.text) if said.voice else None, said.words.of(document.text))
        for said in document.utterances
    ]


def voiced(document):
    return [each[2:] for each in heard(document)]


def vtt(*cues):
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def srt(*cues):
    """Number cues, each a second after the other unless it says when."""
    times = (f"00:00:{2 * n:02},000 --> 00:00:{2 * n + 1:02},000" for n in range(1, 30))
    return "\n\n".join(f"{n}\n{at}\n{words}" for n, (at, words) in enumerate(zip(times, cues, strict=False), 1)) + "\n"


def info(parts=(), **more):
    return Capture(
        "talk.info.json",
        "supplied",
        datetime(2023, 3, 8, tzinfo=UTC),
        json.dumps({**TALK, **more}).encode(),
        media_type="application/json",
        name="talk.info.json",
        parts=tuple(parts),
    )


def part(name, text):
    kinds = {"vtt": "text/vtt", "srt": "application/x-subrip", "json": "application/json", "json3": "application/json"}
    kind = kinds.get(name.rpartition(".")[2], "text/plain")
    return Part(name, kind, text if isinstance(text, bytes) else text.encode())


# The words of one cue


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        pytest.param("We left.", [(None, "We left.")], id="words"),
        pytest.param("<v Ana Rey>We left.</v>", [("Ana Rey", "We left.")], id="a voice"),
        pytest.param(
            "<v.loud.first Ana\tRey>We left.", [("Ana Rey", "We left.")], id="a voice with classes, not closed"
        ),
        pytest.param("<v Ana>Go!</v> <v Leo>No.</v>", [("Ana", "Go!"), ("Leo", "No.")], id="two voices in a cue"),
        pytest.param("<v Ana>Go!</v> So it was.", [("Ana", "Go!"), (None, "So it was.")], id="after a voice is closed"),
        pytest.param("We <i>left</i> <b>at</b> <c.red>six</c>.", [(None, "We left at six.")], id="styles"),
        pytest.param("<00:01.100>We <00:01.500><c>left</c>.", [(None, "We left.")], id="times inside"),
        pytest.param("<lang ru>Да.</lang>", [(None, "Да.")], id="a language"),
        pytest.param("Rey &amp; Sons &lt;3&nbsp;m&gt; &#33;", [(None, "Rey & Sons <3\u00a0m> !")], id="entities"),
        pytest.param("AT&T &unknown; &#0;", [(None, "AT&T &unknown; \ufffd")], id="what is no entity"),
        pytest.param("<v Rey &amp; Sons>No.", [("Rey & Sons", "No.")], id="an entity in a voice"),
        pytest.param("We\nleft\r\nat six.", [(None, "We left at six.")], id="line breaks"),
        pytest.param("3 < 4 and 5 > 4", [(None, "3 < 4 and 5 > 4")], id="marks that are no tags"),
        pytest.param("{\\an8}We left.", [(None, "We left.")], id="a position"),
        pytest.param("[Music]", [], id="a noise"),
        pytest.param("♪ ♪", [], id="music"),
        pytest.param("<v Ana></v>", [], id="a voice without words"),
        pytest.param(
            "- Where were you?\n- At the mill.", [(None, "Where were you?"), (None, "At the mill.")], id="dashes"
        ),
        pytest.param("-5 degrees", [(None, "-5 degrees")], id="a minus"),
        pytest.param(">> LEO: We left.", [("LEO", "We left.")], id="another speaker begins"),
        pytest.param("LEO PAZ: We left.", [("LEO PAZ", "We left.")], id="a label in capitals"),
        pytest.param("WARNING: KEEP OUT", [(None, "WARNING: KEEP OUT")], id="all in capitals"),
        pytest.param("Narrator: We left.", [("Narrator", "We left.")], id="a label that is no name"),
        pytest.param("[SPEAKER_01]: We left.", [("SPEAKER_01", "We left.")], id="a diarised label"),
        pytest.param("The rule: never.", [(None, "The rule: never.")], id="a colon"),
        pytest.param("He\u2028\x0bsaid\x85no.", [(None, "He said no.")], id="other line breaks"),
    ],
)
def test_a_cue_says_its_words_and_whose_they_are(payload, said):
    other = "00:50.000 --> 00:51.000\nEnd."  # so that there is something to read
    assert voiced(extracted(vtt(f"{TIMES}\n{payload}", other), "t.vtt"))[:-1] == said


def test_a_label_that_comes_again_is_a_voice():
    once, twice = srt("Leo Paz: We left."), srt("Leo Paz: We left.", "Leo Paz: And you?", "Dear Ana: We left.")
    assert voiced(extracted(once, "t.srt")) == [(None, "Leo Paz: We left.")]
    assert voiced(extracted(twice, "t.srt")) == [
        ("Leo Paz", "We left."),
        ("Leo Paz", "And you?"),
        (None, "Dear Ana: We left."),
    ]


def test_the_text_is_one_line_an_utterance_with_its_label():
    document = extracted(
        vtt(f"{TIMES}\n<v Ana Rey>We left.", "00:03.000 --> 00:04.000\n[Wind]\n\n00:05.000 --> 00:06.000\n- No."),
        "t.vtt",
    )
    assert document.text == "Ana Rey: We left.\n[Wind]\n- No.\n"
    assert [span.of(document.text) for span in document.furniture] == ["[Wind]"]


# What is said over several cues


def cues(*rows):
    """Make WebVTT of (start, end, text) in seconds."""
    return vtt(*(f"00:{a:06.3f} --> 00:{b:06.3f}\n{text}" for a, b, text in rows))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param([(1, 2, "We left"), (2.5, 4, "at six.")], [(1, 4, "We left at six.")], id="a sentence goes on"),
        pytest.param([(1, 2, "We left."), (2, 4, "At six.")], [(1, 2, "We left."), (2, 4, "At six.")], id="it ended"),
        pytest.param(
            [(1, 2, "“We left.”"), (2, 4, "So")], [(1, 2, "“We left.”"), (2, 4, "So")], id="it ended in marks"
        ),
        pytest.param([(1, 2, "We left"), (3.6, 4, "at six.")], [(1, 2, "We left"), (3.6, 4, "at six.")], id="too late"),
        pytest.param(
            [(1, 2, "<v Ana>We left"), (2, 4, "<v Leo>at six.")],
            [(1, 2, "We left"), (2, 4, "at six.")],
            id="two voices",
        ),
        pytest.param([(1, 2, "<v Ana>We left"), (2, 4, "<v Ana>at six.")], [(1, 4, "We left at six.")], id="one voice"),
        pytest.param(
            [(1, 3, "We left"), (1.5, 4, "Where to?")], [(1, 3, "We left"), (1.5, 4, "Where to?")], id="at once"
        ),
        pytest.param(
            [(1, 2, "so we left"), (2, 2.01, "so we left"), (2.01, 4, "so we left\nand then"), (4, 4.01, "and then")],
            [(1, 4, "so we left and then")],
            id="rolling captions",
        ),
        pytest.param([(1, 2, "We left."), (2, 3, "We left.")], [(1, 3, "We left.")], id="a cue in pieces"),
        pytest.param([(1, 2, "No."), (5, 6, "No.")], [(1, 2, "No."), (5, 6, "No.")], id="said again"),
        pytest.param(
            [(1, 2, "so we"), (2, 3, "so we left."), (3, 4, "Then")],
            [(1, 3, "so we left."), (3, 4, "Then")],
            id="a line that grows",
        ),
        pytest.param([(5, 6, "Second."), (1, 2, "First.")], [(1, 2, "First."), (5, 6, "Second.")], id="out of order"),
        pytest.param([(5, 2, "Back.")], [(5, 5, "Back.")], id="ends before it begins"),
    ],
)
def test_utterances_are_what_was_said(rows, said):
    assert [(start, end, words) for start, end, _, words in heard(extracted(cues(*rows), "t.vtt"))] == said


def test_captions_without_a_full_stop_do_not_become_one_utterance():
    document = extracted(cues(*((n, n + 1, f"and so we went on {n}") for n in range(50))), "t.vtt")
    assert len(document.utterances) > 1
    assert max(len(words) for *_, words in heard(document)) <= 400


# The formats

SEGMENTS = [{"start": 1.0, "end": 2.5, "text": " We left."}, {"start": 3, "end": 4, "text": " When?"}]
HEARD = [(1.0, 2.5, None, "We left."), (3.0, 4.0, None, "When?")]
SPOKEN = [{**SEGMENTS[0], "speaker": "SPEAKER_00"}, SEGMENTS[1]]
CPP = {
    "model": {"type": "base"},
    "result": {"language": "en"},
    "transcription": [
        {"timestamps": {}, "offsets": {"from": 1000, "to": 2500}, "text": " We left."},
        {"timestamps": {}, "offsets": {"from": 3000, "to": 4000}, "text": " When?"},
    ],
}
EVENTS = [
    {"tStartMs": 0, "dDurationMs": 9000, "id": 1, "wpWinPosId": 1},
    {
        "tStartMs": 1000,
        "dDurationMs": 3000,
        "wWinId": 1,
        "segs": [{"utf8": "We"}, {"utf8": " left.", "tOffsetMs": 400}],
    },
    {"tStartMs": 2500, "wWinId": 1, "aAppend": 1, "segs": [{"utf8": "\n"}]},
    {"tStartMs": 3000, "dDurationMs": 1000, "wWinId": 1, "segs": [{"utf8": "When?", "acAsrConf": 0}]},
]


@pytest.mark.parametrize(
    ("name", "body", "said", "notes"),
    [
        pytest.param("t.json", {"text": "…", "segments": SEGMENTS, "language": "en"}, HEARD, "", id="segments"),
        pytest.param(
            "t.json", {"segments": [{**SEGMENTS[0], "avg_logprob": -0.1}]}, HEARD[:1], "Whisper", id="whisper"
        ),
        pytest.param("t.json", SEGMENTS, HEARD, "", id="faster-whisper: a list"),
        pytest.param("t.json", [[1, 0, 1.0, 2.5, " We left.", []]], HEARD[:1], "Whisper", id="faster-whisper: rows"),
        pytest.param(
            "t.json", {"info": {"language": "en"}, "segments": SEGMENTS}, HEARD, "", id="faster-whisper: info"
        ),
        pytest.param(
            "t.json", {"segments": SPOKEN}, [(1.0, 2.5, "SPEAKER_00", "We left."), HEARD[1]], "", id="whisperx"
        ),
        pytest.param(
            "t.json",
            {"segments": [{**SEGMENTS[0], "words": [{"word": "We", "start": 1.0, "end": 1.2, "score": 0.9}]}]},
            HEARD[:1],
            "Whisper",
            id="whisperx: words and how sure it is of them",
        ),
        pytest.param(
            "t.json",
            [{**SEGMENTS[0], "words": [7, {"word": "We", "start": 1.0, "end": 1.2, "probability": 0.9}]}],
            HEARD[:1],
            "Whisper",
            id="faster-whisper: words",
        ),
        pytest.param("t.json", CPP, HEARD, "Whisper", id="whisper.cpp"),
        pytest.param(
            "t.en.json3",
            {"wireMagic": "pb3", "events": EVENTS},
            [(1, 3, None, "We left."), HEARD[1]],
            "automatic",
            id="json3",
        ),
        pytest.param(
            "t.json3", {"kind": "asr", "events": EVENTS[1:2]}, [(1, 4, None, "We left.")], "automatic", id="asr"
        ),
        pytest.param(
            "t.vtt",
            f"WEBVTT\nKind: asr\nLanguage: en\n\n{TIMES}\nA.",
            [(1, 2, None, "A.")],
            "automatic",
            id="WebVTT, asr",
        ),
        pytest.param(
            "t.json", {"segments": [*SEGMENTS, {"start": None}, 7]}, HEARD, "2 of 4 cues", id="broken segments"
        ),
        pytest.param(
            "t.srt",
            srt("We left.\n\nSo.", "When?"),
            [(2, 3, None, "We left. So."), (4, 5, None, "When?")],
            "",
            id="an empty line",
        ),
        pytest.param("t.srt", srt("It was\n30"), [(2, 3, None, "It was 30")], "", id="a number that is no cue's"),
        pytest.param(
            "t.srt",
            "00:00:01.0 --> 00:00:02\nA.\n00:00:03,5 --> 0:0:4\nB.",
            [(1, 2, None, "A."), (3.5, 4, None, "B.")],
            "",
            id="no numbers, odd times",
        ),
        pytest.param("t.vtt", f"{TIMES}\nA.", [(1, 2, None, "A.")], "", id="no first line"),
        pytest.param(
            "t.vtt",
            vtt("NOTE by hand\nof them", "STYLE\n::cue { }", "REGION\nid:a", f"one\n{TIMES} align:start\nA."),
            [(1, 2, None, "A.")],
            "",
            id="notes, styles, regions, settings",
        ),
        pytest.param("t.vtt", "WEBVTT\r\r" + TIMES + "\rA.\r", [(1, 2, None, "A.")], "", id="old line ends"),
        pytest.param("t.vtt", "\ufeffWEBVTT\n\n" + TIMES + "\nA.", [(1, 2, None, "A.")], "", id="a byte order mark"),
        pytest.param("talk", vtt(f"{TIMES}\nA."), [(1, 2, None, "A.")], "", id="no name"),
        pytest.param("talk", srt("A."), [(2, 3, None, "A.")], "", id="no name, SubRip"),
    ],
)
def test_each_format_is_read(name, body, said, notes):
    document = extracted(body if isinstance(body, str) else json.dumps(body), name)
    assert heard(document) == said
    assert notes in "; ".join(document.notes)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"a": 1}, id="an object"),
        pytest.param([1, 2], id="a list"),
        pytest.param({"events": [{"name": "launch"}]}, id="events of another kind"),
        pytest.param({"segments": []}, id="no segments"),
        pytest.param({"segments": "a"}, id="segments that are none"),
        pytest.param({"title": "A post", "description": "No video."}, id="a title"),
        pytest.param({"name": "Tochka", "messages": [{"id": 1, "text": "No."}]}, id="an export"),
    ],
)
def test_other_json_is_no_transcript(body):
    capture = Capture("t.json", "supplied", datetime(2023, 3, 8, tzinfo=UTC), json.dumps(body).encode())
    assert is_record(capture)
    assert extract_document(capture).utterances == ()


# Files that are broken

CAPTIONS = json.dumps({"wireMagic": "pb3", "events": EVENTS})
WHOLE = json.dumps({"language": "en", "segments": SEGMENTS, "text": "We left. When?"})


@pytest.mark.parametrize(
    ("name", "body", "words", "note"),
    [
        pytest.param("t.vtt", vtt(f"{TIMES}\nA.", "00:03.000 -->"), ["A."], "1 of 2 cues", id="cut in a time"),
        pytest.param("t.vtt", vtt(f"{TIMES}\nWe le")[:-1], ["We le"], "", id="cut in a word"),
        pytest.param("t.json", WHOLE[: WHOLE.index(" When")], ["We left."], "breaks off", id="cut in a segment"),
        pytest.param("t.json", json.dumps(SEGMENTS)[:-9], ["We left."], "breaks off", id="cut in a list"),
        pytest.param("t.vtt", vtt(f"{TIMES}\nWe\0 left."), ["We\ufffd left."], "", id="NUL"),
        pytest.param(
            "t.json", '[{"start":1,"end":2,"text":"\\ud800 a\\u0000"}]', ["\ufffd a\ufffd"], "", id="no characters"
        ),
        pytest.param(
            "t.json",
            '[{"start":1,"end":2,"text":"a"},{"start":NaN,"end":2,"text":"b"},{"start":1e999,"end":2,"text":"c"}]',
            ["a"],
            "2 of 3",
            id="no numbers",
        ),
        pytest.param(
            "t.srt",
            srt("Мост закрыли, и никто не сказал почему.").encode("cp1251"),
            ["Мост закрыли, и никто не сказал почему."],
            "",
            id="cp1251",
        ),
        pytest.param("t.srt", srt("Мост закрыли.").encode("utf-16"), ["Мост закрыли."], "", id="UTF-16"),
        pytest.param("t.vtt", vtt("00:05.000 --> 00:02.000\nA."), ["A."], "end before they begin", id="backwards"),
        pytest.param(
            "t.json",
            '[{"start":1,"end":2,"text":"a"},{"start":1e300,"end":2e300,"text":"b"},{"start":1'
            + "0" * 400
            + ',"end":2,"text":"c"}]',
            ["a"],
            "2 of 3",
            id="times that no recording has",
        ),
        pytest.param(
            "t.json",
            '[{"start":-3,"end":2,"text":"a."},{"start":-9,"end":-8,"text":"b."}]',
            ["a.", "b."],
            "2 cues of the transcript begin before the recording",
            id="times below nothing",
        ),
        pytest.param(
            "t.json3", CAPTIONS[: CAPTIONS.index("When")], ["We left."], "breaks off in the middle", id="json3, cut"
        ),
        pytest.param("t.json3", CAPTIONS[:-1], ["We left.", "When?"], "breaks off", id="json3, cut in its last mark"),
        pytest.param("t.vtt", vtt(f"{TIMES}\nWe ").encode() + b"\xff\xfe left.", None, "", id="bytes of no encoding"),
        pytest.param(
            "t.vtt", vtt("00:05.000 --> 00:06.000\nB.", f"{TIMES}\nA."), ["A.", "B."], "in order", id="disorder"
        ),
        pytest.param(
            "t.vtt",
            vtt("99999999:00:01.000 --> 00:02.000\nB.", f"{TIMES}\nA."),
            ["A."],
            "1 of 2",
            id="hours without end",
        ),
    ],
)
def test_of_what_is_broken_the_rest_is_read_and_a_note_says_so(name, body, words, note):
    document = extracted(body, name)
    assert words is None or [said[3] for said in heard(document)] == words
    assert document.utterances
    assert note in "; ".join(document.notes)


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        pytest.param("t.vtt", "", "is empty", id="empty"),
        pytest.param("t.vtt", "WEBVTT\n", "holds no words", id="only its first line"),
        pytest.param("t.srt", "not subtitles at all", "holds no words", id="something else"),
        pytest.param("t.srt", "-->\n" * 1000, "1,000 of 1,000 cues of the transcript could not be read", id="arrows"),
    ],
)
def test_what_holds_no_words_is_an_error(name, body, says):
    with pytest.raises(NoTextError, match=says):
        extracted(body, name)


def test_of_a_large_transcript_the_beginning_is_read():
    words = "and so we left " * 30
    whole = vtt(
        *(f"{n // 60}:{n % 60:02}.000 --> {n // 60}:{n % 60:02}.900\n{words}{n}." for n in range(5_900, 17_000))
    )
    document = extracted(whole, "t.vtt")
    assert document.notes[0].startswith("only the first 5 MB of 5.")
    assert 10_000 < len(document.utterances) < 11_000


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("a\n" * 200_000 + "b", "a\n" * 200_000 + "c", id="nearly the same"),
        pytest.param("a\n" * 200_000, "b\n" * 200_000, id="others"),
        pytest.param("- a\n" + "bbbbbbb\n" * 600_000, "c", id="one voice after a dash"),
    ],
)
def test_many_lines_in_a_cue_take_time_by_their_length_only(first, second):
    began = process_time()
    assert extracted(vtt(f"{TIMES}\n{first}", f"00:02.000 --> 00:03.000\n{second}"), "t.vtt").utterances
    assert process_time() - began < 15  # of this processor's; minutes where each line is compared with each


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("WEBVTT\n\n" + TIMES + "\n" + "<v " * 20_000, id="tags that never end"),
        pytest.param(srt("&a" * 20_000), id="entities that never end"),
        pytest.param(srt("[" * 30_000), id="brackets"),
        pytest.param('{"segments":' + "[" * 300_000, id="depth"),
        pytest.param('{"segments":[{"start":1' + "0" * 5000 + ',"end":2,"text":"a"}]}', id="a number of 5000 digits"),
        pytest.param(vtt(TIMES + "\n" + "".join(f"<v Ana{n}>No." for n in range(1_000))), id="voices in one cue"),
    ],
)
def test_what_is_made_to_break_a_reader_is_read(body):
    read_document(
        extracted(body, "t.vtt" if body.startswith("W") else "t.srt" if body[0] == "1" else "t.json"), GrammarReader()
    )


moments = st.floats(0, 100_000, allow_nan=False)
texts = st.text(st.sampled_from("ab .:-<>v/&;[]>\n\u2028—“Аб«"), max_size=20)


@given(st.lists(st.tuples(moments, moments, texts, st.none() | texts)), st.sampled_from(["en", "ru", None, "de"]))
@case([(1.0, 2.0, "-", "a:")], "en")
@case([(1.0, 2.0, "v", "v" * 3), (2.0, 3.0, "a", None)], "ru")
def test_any_cues_are_read_as_promised(rows, language):
    segments = [{"start": a, "end": b, "text": text, "speaker": voice} for a, b, text, voice in rows]
    try:
        document = extracted(
            json.dumps({"segments": [{"start": 0, "end": 1, "text": ""}, *segments]}), "t.json", language
        )
    except NoTextError:
        return
    reading = read_document(document, GrammarReader())
    lines = document.text.split("\n")
    assert [s.content[0] for s in reading.statements] == [said.words for said in document.utterances]
    assert [s.id for s in reading.statements] == [f"s{n}" for n in range(1, len(reading.statements) + 1)]
    starts = [said.start for said in document.utterances]
    assert starts == sorted(starts)
    for said in document.utterances:
        words = said.words.of(document.text)
        assert words == " ".join(words.split())
        assert any(line.endswith(words) for line in lines)
        assert document.seconds((said.words,)) == (said.start, said.end)


said = st.text(st.sampled_from("ab Аб«,—"), min_size=1, max_size=20).filter(str.strip)


def speak(words):
    return any(map(str.isalnum, "".join(words)))


ended = said.map(lambda words: " ".join(words.split()) + ".")


@given(st.lists(ended, min_size=1).filter(speak), st.sampled_from(["json", "vtt", "srt"]))
def test_every_utterance_is_its_cue_where_each_is_a_sentence(words, form):
    times = [(3 * n + 1, 3 * n + 2.5) for n in range(len(words))]
    clocks = [(f"{int(a) // 60:02}:{a % 60:06.3f}", f"{int(b) // 60:02}:{b % 60:06.3f}") for a, b in times]
    body = {
        "json": json.dumps(
            {"segments": [{"start": a, "end": b, "text": text} for (a, b), text in zip(times, words, strict=True)]}
        ),
        "vtt": vtt(*(f"{a} --> {b}\n{text}" for (a, b), text in zip(clocks, words, strict=True))),
        "srt": "\n\n".join(f"{a} --> {b}\n{text}" for (a, b), text in zip(clocks, words, strict=True)),
    }[form]
    document = extracted(body, f"t.{form}")
    spoken = [(a, b, text) for (a, b), text in zip(times, words, strict=True) if any(map(str.isalnum, text))]
    assert [(start, end, text.lstrip("— ")) for start, end, _, text in heard(document)] == [
        (start, end, text.lstrip("— ")) for start, end, text in spoken
    ]
    assert extracted(body, f"t.{form}") == document
    assert read_document(document, GrammarReader()) == read_document(document, GrammarReader())


@given(
    st.lists(st.text(st.sampled_from("ab Аб,"), min_size=1, max_size=20).filter(str.strip), min_size=1).filter(speak)
)
def test_of_sentences_over_several_cues_no_word_is_lost_or_added(words):
    segments = [{"start": 2 * n, "end": 2 * n + 1.5, "text": f" {text}"} for n, text in enumerate(words)]
    document = extracted(json.dumps({"segments": segments}), "t.json")
    kept = [each for text in words if any(map(str.isalnum, text)) for each in text.split()]
    assert " ".join(text for *_, text in heard(document)).split() == kept


@given(st.text(st.sampled_from("0123:.,-> \n\r<v>/&;aб"), max_size=200), st.sampled_from(["t.vtt", "t.srt"]))
def test_any_characters_are_a_transcript_or_a_clear_error(text, name):
    try:
        document = extracted("WEBVTT\n\n" + TIMES + "\nA\n\n" + text, name)
    except NoTextError:
        return
    read_document(document, GrammarReader())


# The record of a video


def test_a_record_is_title_description_and_what_is_said():
    capture = info(
        [part("talk.en.vtt", vtt(f"{TIMES}\n<v Ana Rey>We left."))],
        description="Filmed on 5 March.\r\n\r\nMore: https://dayline.example/more.",
        channel="Dayline",
        timestamp=1678083000,
        upload_date="20230306",
        language="en",
        comments=[{"text": "kept in the bytes"}],
    )
    document = extract_document(capture)
    assert document.text == "The bridge\nFilmed on 5 March.\n\nMore: https://dayline.example/more.\nAna Rey: We left.\n"
    assert (document.title, document.outlet, document.byline, document.language) == (
        "The bridge",
        "Dayline",
        None,
        "en",
    )
    assert (document.url, document.published) == ("https://kadr.example/watch/1", "2023-03-06T06:10:00Z")
    assert document.dates[0].found == "info.json timestamp"
    assert [(link.url, link.kind, link.words.of(document.text)) for link in document.links] == [
        ("https://dayline.example/more", "link", "https://dayline.example/more")
    ]
    assert heard(document) == [(1, 2, "Ana Rey", "We left.")]


@pytest.mark.parametrize(
    ("told", "published", "found"),
    [
        pytest.param({"upload_date": "20230306"}, "2023-03-06", "info.json upload_date", id="a day"),
        pytest.param(
            {"timestamp": 1e30, "upload_date": "20230306"}, "2023-03-06", "info.json upload_date", id="no time"
        ),
        pytest.param({"upload_date": "20231399"}, None, None, id="no day"),
        pytest.param({}, None, None, id="nothing"),
    ],
)
def test_the_date_is_what_the_record_says(told, published, found):
    document = extract_document(info(**told))
    assert (document.published, document.dates[0].found if document.dates else None) == (published, found)


def test_a_record_without_subtitles_is_read_all_the_same():
    document = extract_document(info(description="“We left,” said Ana Rey.", language="en"))
    assert document.utterances == ()
    (statement,) = read_document(document, GrammarReader()).statements
    assert (statement.speaker.name, statement.reader) == ("Ana Rey", "grammar 1")


@pytest.mark.parametrize(
    ("parts", "told", "words", "note"),
    [
        pytest.param(
            {"talk.en.srt": srt("S."), "talk.en.vtt": vtt(f"{TIMES}\nV.")}, {}, "V.", "", id="WebVTT, which has voices"
        ),
        pytest.param(
            {"talk.en.vtt": "WEBVTT\n", "talk.en.srt": srt("S.")}, {}, "S.", "nothing to read in", id="an empty one"
        ),
        pytest.param(
            {"talk.en-orig.vtt": vtt(f"{TIMES}\nA."), "talk.en.srt": srt("S.")},
            {},
            "S.",
            "",
            id="written before automatic",
        ),
        pytest.param(
            {"talk.en.vtt": vtt(f"{TIMES}\nA.")},
            {"automatic_captions": {"en": []}},
            "A.",
            "machine-made transcript, by automatic",
            id="automatic",
        ),
        pytest.param(
            {"talk.en.vtt": vtt(f"{TIMES}\nA.")},
            {"automatic_captions": {"en": []}, "subtitles": {"en": []}},
            "A.",
            "",
            id="written, and automatic too",
        ),
        pytest.param(
            {"talk.json": json.dumps({"segments": [{**SEGMENTS[0], "seek": 0}]})},
            {},
            "We left.",
            "Whisper",
            id="Whisper's",
        ),
        pytest.param(
            {"talk.live_chat.json": '{"a": 1}', "talk.en.ass": "[Script Info]"},
            {},
            None,
            "kept, not read: talk.en.ass",
            id="a format that is not read",
        ),
    ],
)
def test_of_several_subtitles_the_best_is_read(parts, told, words, note):
    document = extract_document(info([part(name, text) for name, text in parts.items()], language="en", **told))
    assert [said[3] for said in heard(document)] == ([words] if words else [])
    assert note in "; ".join(document.notes)
    assert bool(document.notes) == bool(note)


# Who speaks, and in what circumstances


def test_the_example_is_read_as_expected():
    (target,) = gather(str(next(iter(example.pages())).parent.parent / "severnaya-liniya"))
    document, reading = read(take_target(target), GrammarReader())
    found = [
        {
            "seconds": list(document.seconds(each.content)),
            "speaker": {
                "name": each.speaker.name,
                "kind": each.speaker.kind,
                "age": each.speaker.age,
                "circumstances": list(each.speaker.circumstances),
            },
            "words": each.content[0].of(document.text),
            "circumstances": list(each.circumstances),
        }
        for each in reading.statements
        if each.reader == "transcript 1"
    ]
    assert found == [{name: row[name] for name in found[0]} for row in EXPECTED]
    title, *_ = reading.statements
    assert (title.id, title.content[0].of(document.text)) == ("s1", "«Мешки с песком таскать»")
    assert title.speaker.circumstances == ("captivity",)
    (member,) = target.members
    english, reading = read(take_target(member), GrammarReader())
    assert (english.language, english.translated is not None) == ("en", True)
    assert all("translated" in each.circumstances for each in reading.statements)
    assert [english.seconds(each.content) for each in reading.statements] == [tuple(row["seconds"]) for row in EXPECTED]


@pytest.mark.parametrize(
    ("voice", "kind", "name"),
    [
        pytest.param("Ana Rey", "named", "Ana Rey", id="a name"),
        pytest.param("Ana", "named", "Ana", id="a first name"),
        pytest.param("Narrator", "unknown", None, id="narrator"),
        pytest.param("Speaker 1", "unknown", None, id="a number"),
        pytest.param("SPEAKER_00", "unknown", None, id="diarised"),
        pytest.param("Voice off camera", "unknown", None, id="off camera"),
        pytest.param("Голос за кадром", "unknown", None, id="of another language"),
        pytest.param("Captured soldier", "unnamed", None, id="a description"),
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_voice_is_named_only_where_it_is_a_name(voice, kind, name, language):
    text = vtt(f"{TIMES}\n<v {voice}>We left.", f"00:05.000 --> 00:06.000\n<v {voice}>At six.")
    document = extracted(text, "t.vtt", language)
    if language == "de" and kind == "unnamed":
        kind, name = "named", voice  # what is no name is not known there
    first, second = read_document(document, GrammarReader()).statements
    assert (first.speaker.kind, first.speaker.name) == (kind, name)
    assert first.speaker == second.speaker
    assert first.source == (document.utterances[0].voice,)


@pytest.mark.parametrize(
    ("language", "title", "question", "answer", "age"),
    [
        pytest.param("ru", "Пленный рассказал о мосте", "Сколько вам лет?", "Двадцать один год.", 21, id="ru"),
        pytest.param("uk", "Полонений розповів про міст", "Скільки вам років?", "Дев’ятнадцять.", 19, id="uk"),
        pytest.param("en", "A prisoner of war speaks", "How old are you?", "Twenty-three.", 23, id="en"),
        pytest.param(
            "es", "Habla un prisionero de guerra", "¿Cuántos años tienes?", "Treinta y dos años.", 32, id="es"
        ),
    ],
)
def test_a_captive_is_one_in_every_language(language, title, question, answer, age):
    text = cues((1, 2, f"<v Speaker 1>{question}"), (3, 4, f"<v Leo Paz>{answer}"), (9, 10, "Да."))
    document = extract_document(info([part(f"talk.{language}.vtt", text)], title=title, language=language))
    asked, told, other = (s for s in read_document(document, GrammarReader()).statements if s.reader == "transcript 1")
    assert (asked.speaker.circumstances, asked.circumstances) == ((), ())
    assert (told.speaker.age, told.speaker.circumstances, told.circumstances) == (age, ("captivity",), ("in_custody",))
    assert other.speaker.circumstances == ("captivity",)  # nobody says that it is somebody else


@pytest.mark.parametrize(
    ("title", "description"),
    [
        pytest.param("The bridge", "A film.", id="nothing of captives"),
        pytest.param("Minister Leo Paz on the prisoners of war", "", id="an office"),
    ],
)
def test_who_speaks_of_captives_is_none(title, description):
    text = cues((1, 2, "<v Leo Paz>We want our prisoners back."), (5, 6, "<v Leo Paz>All of them."))
    document = extract_document(info([part("talk.en.vtt", text)], title=title, description=description, language="en"))
    said = [s for s in read_document(document, GrammarReader()).statements if s.reader == "transcript 1"]
    assert [(s.speaker.name, s.speaker.circumstances) for s in said] == [("Leo Paz", ())] * 2


@pytest.mark.parametrize(
    ("title", "language"),
    [
        pytest.param("Пленный рассказал о мосте", "en", id="a title in another language"),
        pytest.param("Пленный рассказал о мосте", "ru", id="a title in its language"),
        pytest.param("Ein Kriegsgefangener spricht / A prisoner of war speaks", "en", id="a title in two"),
    ],
)
def test_a_title_that_speaks_of_captives_touches_whoever_is_heard(title, language):
    parts = [part("t.vtt", cues((1, 2, "<v Speaker 1>Why?"), (3, 4, "<v Leo Paz>I was told.")))]
    asked, told = read_document(
        extract_document(info(parts, title=title, language=language)), GrammarReader()
    ).statements[-2:]
    assert (asked.speaker.circumstances, asked.circumstances) == ((), ())
    assert (told.speaker.circumstances, told.circumstances) == (("captivity",), ("in_custody",))


def test_captives_are_protected_in_translated_subtitles_too(tmp_path):
    title = {**TALK, "title": "Пленный рассказал о мосте", "language": "ru", "description": "\ud800\0"}
    (tmp_path / "t.info.json").write_text(json.dumps(title), encoding="utf-8")
    (tmp_path / "t.ru.vtt").write_text(cues((1, 2, "<v Лев Пас>Мне сказали.")), encoding="utf-8")
    (tmp_path / "t.en.vtt").write_text(cues((1, 2, "<v Leo Paz>They told me.")), encoding="utf-8")
    (tmp_path / "t.de.vtt").write_text(cues((1, 2, "<v Leo Paz>Man sagte es mir.")), encoding="utf-8")
    (target,) = gather(str(tmp_path))
    german, english = (read(take_target(each), GrammarReader(), language=each.language) for each in target.members)
    assert english[0].text == "Leo Paz: They told me.\n"
    assert english[0].about == "Пленный рассказал о мосте\n\ufffd\ufffd"
    for document, reading in (german, english):
        (said,) = reading.statements
        assert said.content[0] == document.utterances[0].words
        assert said.speaker.circumstances == ("captivity",)
        assert set(said.circumstances) == {"in_custody", "translated"}


def test_whoever_is_heard_in_a_private_recording_is_a_protected_source():
    document = extracted(cues((1, 2, "<v Leo Paz>We left.")), "t.vtt")
    (said,) = read_document(replace(document, private=True), GrammarReader()).statements
    assert said.speaker.circumstances == ("source",)


def test_a_minor_who_tells_it_is_one():
    text = cues((1, 2, "<v Leo Paz>I'm 15 years old."), (5, 6, "<v Leo Paz>We left."))
    reading = read_document(extracted(text, "t.vtt"), GrammarReader())
    assert [s.speaker.circumstances for s in reading.statements] == [("minor",)] * 2


def test_title_and_description_name_who_is_heard():
    description = "“The bridge was gone,” Paz said. Leo Paz, 31, is a ferryman."
    document = extract_document(
        info([part("talk.en.vtt", cues((1, 2, "<v Leo Paz>It was gone.")))], description=description, language="en")
    )
    told, said = read_document(document, GrammarReader()).statements
    assert (told.speaker.name, said.speaker.name, said.speaker.age) == ("Leo Paz", "Leo Paz", 31)
    assert (told.id, said.id, told.reader, said.reader) == ("s1", "s2", "grammar 1", "transcript 1")
    assert document.seconds(told.content) is None


def test_a_transcript_in_a_language_that_no_reader_knows_has_its_utterances():
    reading = read_document(extracted(cues((1, 2, "<v Ana Rey>Wir gingen.")), "t.vtt", "de"), GrammarReader())
    assert [(s.speaker.name, s.type, s.act, s.score, s.cue) for s in reading.statements] == [
        ("Ana Rey", "direct", "speech", 1.0, ())
    ]
    assert reading.notes == ()


@pytest.mark.parametrize(
    ("language", "words", "asked", "age"),
    [
        pytest.param("en", "I'm nineteen years old.", False, 19, id="told unasked"),
        pytest.param("en", "Well, I’m 19 years old", False, 19, id="in figures"),
        pytest.param("en", "Twenty.", False, None, id="a number that nobody asked for"),
        pytest.param("en", "Twenty-three.", True, 23, id="a number that was asked for"),
        pytest.param("en", "Two days. Twenty of us.", True, None, id="other numbers"),
        pytest.param("en", "I'm 300 years old.", False, None, id="nobody is so old"),
        pytest.param("es", "Tengo veintitrés años.", False, 23, id="es"),
        pytest.param("es", "Cuarenta y uno.", True, 41, id="es, joined"),
        pytest.param("ru", "Мне двадцать три года.", False, 23, id="ru"),
        pytest.param("ru", "Мне 19.", False, 19, id="ru, without years"),
        pytest.param("ru", "Мне двадцать раз говорили.", False, None, id="ru, no age"),
        pytest.param("uk", "Мені двадцять п'ять років.", False, 25, id="uk"),
    ],
)
def test_ages_are_those_that_somebody_tells(language, words, asked, age):
    assert told_age(words, language, asked=asked) == age


def test_questions_for_an_age_are_known():
    assert asks_age("Назовите себя. Сколько вам лет?", "ru")
    assert not asks_age("How old is the bridge?", "en")


@pytest.mark.parametrize("voice", ["Speaker", "speaker 2:", "[Reporter]", "Ведущая", "Voz en off", "Перекладач"])
def test_what_voices_are_called_is_known(voice):
    assert is_no_name(voice)


# The values


def test_utterances_that_cannot_be_are_refused():
    words = Span(0, 2)
    for start, end in ((-1, 2), (3, 2), (float("nan"), 2), (0, float("inf"))):
        with pytest.raises(SpanError, match="no part of a recording"):
            Utterance(words, start, end)
    with pytest.raises(SpanError, match="does not stand before"):
        Utterance(words, 0, 1, Span(1, 3))
    with pytest.raises(SpanError, match="overlaps the last or leaves"):
        Document("d1", "ab", utterances=(Utterance(Span(0, 3), 0, 1),))
    with pytest.raises(SpanError, match="overlaps the last or leaves"):
        Document("d1", "abc", utterances=(Utterance(Span(1, 2), 0, 1), Utterance(Span(0, 1), 0, 1)))
