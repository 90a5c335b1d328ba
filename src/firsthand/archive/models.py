"""Rows: the log, and its projection.

`Log…` rows are the log. All others say what the log says; they are written by the appliers alone (`apply`), can be
rebuilt from log and blobs at any time, and are the same rows in the same archive on SQLite and on PostgreSQL. What
belongs to this computer and not to the log is in neither, and its tables are called `local_…`.

Times and lists stand in text columns as they do in JSON, so that both databases give back what was put in. `number` is
the index of the log entry that made the row; of a statement, that times 2²¹ plus its place in the document.
"""

from __future__ import annotations

from typing import Any

from django.db import models

HOLDS = "it holds what is captured one by one, so nothing is read of it itself"
"""Why a container has no document; it is no failure."""


class Exact(models.TextField):
    """Text compared and ordered by code point, whatever the database's language is."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)

    def db_type(self, connection: Any) -> str:
        """PostgreSQL compares by the rules of a language unless told otherwise."""
        return 'text COLLATE "C"' if connection.vendor == "postgresql" else "text"


class LogEntry(models.Model):
    """One entry: its stored bytes, and the peaks of the tree once it is in it (`custody.tree`)."""

    index = models.BigIntegerField(primary_key=True)
    bytes = models.BinaryField()
    peaks = models.BinaryField()

    class Meta:
        db_table = "log_entry"


class LogCheckpoint(models.Model):
    """A signed note over the first `size` entries."""

    size = models.BigIntegerField(primary_key=True)
    note = Exact()

    class Meta:
        db_table = "log_checkpoint"


class Subject(models.Model):
    """Which entries are about what."""

    pk = models.CompositePrimaryKey("subject", "number")
    subject = models.UUIDField()
    number = models.BigIntegerField()

    class Meta:
        db_table = "subject"


class Erased(models.Model):
    """A digest whose blob was destroyed, and by which entry."""

    digest = Exact(primary_key=True)
    number = models.BigIntegerField()

    class Meta:
        db_table = "erased"


class Actor(models.Model):
    """Who acts: a person, or this program."""

    id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField()
    kind = Exact()  # person | machine
    name = Exact()

    class Meta:
        db_table = "actor"


class Case(models.Model):
    """What captures are kept for."""

    id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField()
    name = Exact()
    purpose = Exact()
    basis = Exact()
    members = Exact()  # JSON list
    review_on = Exact()  # ISO date, or empty
    hold = models.BooleanField()
    tags = Exact()  # JSON list: what may be tagged with
    grades = models.BooleanField()  # whether its statements may be graded

    class Meta:
        db_table = "case"


class Run(models.Model):
    """One `add`: begun, and ended if it was not interrupted."""

    id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField()
    case_id = models.UUIDField()
    arguments = Exact()  # digest
    ended = models.BigIntegerField(null=True)

    class Meta:
        db_table = "run"
        indexes = (models.Index(fields=["arguments"], name="run_arguments"),)


class Capture(models.Model):
    """Bytes as they came, or the failure to get them."""

    id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField(unique=True)
    case_id = models.UUIDField()
    run_id = models.UUIDField()
    within = models.UUIDField(null=True)
    key = Exact(null=True)
    address = Exact()
    url = Exact(null=True)
    obtained = Exact()
    at = Exact()
    media_type = Exact(null=True)
    digest = Exact(null=True)  # of the main part; null where nothing came
    size = models.BigIntegerField()
    error = Exact(null=True)
    unread = Exact(null=True)  # why no text could be read from it
    document_id = models.UUIDField(null=True)
    detail = Exact()  # digest

    class Meta:
        db_table = "capture"
        indexes = (
            models.Index(fields=["digest"], name="capture_digest"),
            models.Index(fields=["document_id"], name="capture_document"),
            models.Index(fields=["run_id"], name="capture_run"),
            models.Index(fields=["within"], name="capture_within"),
            models.Index(fields=["case_id", "number"], name="capture_case"),
            models.Index(
                fields=["number"],
                condition=models.Q(error__isnull=False) | models.Q(unread__isnull=False),
                name="capture_failed",
            ),
        )


class Part(models.Model):
    """One file of a capture; its main one is number 0."""

    pk = models.CompositePrimaryKey("capture_id", "place")
    capture_id = models.UUIDField()
    place = models.IntegerField()
    name = Exact(null=True)
    media_type = Exact(null=True)
    digest = Exact()
    size = models.BigIntegerField()

    class Meta:
        db_table = "part"
        indexes = (models.Index(fields=["digest"], name="part_digest"),)


class Document(models.Model):
    """A text, as its current reading sees it."""

    id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField(unique=True)
    digest = Exact()  # of the captured bytes
    address = Exact()  # its own
    page = Exact()  # the same for all versions of one page: a digest of the address
    title = Exact(null=True)
    outlet = Exact(null=True)
    byline = Exact(null=True)
    url = Exact(null=True)
    language = Exact(null=True)
    published = Exact(null=True)
    text = Exact()  # digest of the text blob
    reading = Exact()  # digest of the current reading
    reader = Exact()
    day = Exact()  # by which --since and --until go: published, else the newest capture's time
    captured = models.BigIntegerField()  # number of its newest capture
    newest = models.BooleanField()  # no later version of the page is held

    class Meta:
        db_table = "document"
        indexes = (
            models.Index(fields=["page"], name="document_page"),
            models.Index(fields=["day", "number", "language"], condition=models.Q(newest=True), name="document_newest"),
        )  # and document_outlet, on SQLite alone: an outlet's name may be longer than PostgreSQL's indexes take


class Reading(models.Model):
    """What a reader found in a document, once; earlier ones are kept."""

    number = models.BigIntegerField(primary_key=True)
    document_id = models.UUIDField()
    text = Exact()
    reading = Exact()
    reader = Exact()

    class Meta:
        db_table = "reading"
        indexes = (models.Index(fields=["document_id"], name="reading_document"),)


class Appearance(models.Model):
    """One speaker in one document, and the person whom judgements make of them."""

    id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField()
    document_id = models.UUIDField()
    person_id = models.UUIDField()
    name = Exact(null=True)
    kind = Exact()
    age = models.IntegerField(null=True)
    role = Exact(null=True)
    key = Exact(null=True)  # `linking.people.name_key`
    called = Exact(null=True)  # the name as `reading.words.fold` writes it, cut to what an index takes
    circumstances = Exact()  # JSON list

    class Meta:
        db_table = "appearance"
        indexes = (
            models.Index(fields=["key", "person_id", "number"], name="appearance_key"),
            models.Index(fields=["person_id", "number"], name="appearance_newest"),
            models.Index(fields=["person_id", "kind", "called"], name="appearance_names"),
            models.Index(fields=["called", "person_id", "kind"], name="appearance_called"),
            models.Index(
                fields=["person_id", "circumstances"],
                condition=~models.Q(circumstances="[]"),
                name="appearance_circumstances",
            ),
            models.Index(fields=["document_id"], name="appearance_document"),
        )


class NameWord(models.Model):
    """A word of what somebody in some document is `called`."""

    pk = models.CompositePrimaryKey("word", "called")
    word = Exact()
    called = Exact()

    class Meta:
        db_table = "name_word"


class Statement(models.Model):
    """Who said what, and what people decided about it."""

    number = models.BigIntegerField(primary_key=True)
    id = models.UUIDField(unique=True)
    document_id = models.UUIDField()
    appearance_id = models.UUIDField()
    label = Exact()  # its id within the reading: s1, s2, …
    type = Exact()
    act = Exact()
    words = Exact()
    source = Exact()  # JSON lists of [start, end)
    cue = Exact()
    content = Exact()
    circumstances = Exact()  # JSON list
    within = models.UUIDField(null=True)
    score = models.FloatField()
    reader = Exact()
    hidden = models.BooleanField()  # a later reading has it no more, or it was split, or joined with another
    status = Exact()  # suggested | confirmed | corrected | rejected
    decided_by = Exact(null=True)
    visibility = Exact()  # open | withheld | undecided
    echo_id = models.UUIDField(null=True)
    tokens = Exact()  # the words for searching, folded
    lemmas = Exact()  # as many, in their dictionary form

    class Meta:
        db_table = "statement"
        indexes = (
            models.Index(fields=["document_id"], name="statement_document"),
            models.Index(fields=["appearance_id", "hidden"], name="statement_speaker"),
            models.Index(fields=["status", "number"], condition=models.Q(hidden=False), name="statement_status"),
        )


class Hand(models.Model):
    """Another hand that a document credits, in its current reading."""

    pk = models.CompositePrimaryKey("document_id", "place")
    document_id = models.UUIDField()
    place = models.IntegerField()
    name = Exact()
    kind = Exact()

    class Meta:
        db_table = "hand"


class Echo(models.Model):
    """Two statements of two documents that a machine takes for one, the smaller id first."""

    pk = models.CompositePrimaryKey("a", "b")
    a = models.UUIDField()
    b = models.UUIDField()
    number = models.BigIntegerField()
    score = models.FloatField()

    class Meta:
        db_table = "echo"
        indexes = (models.Index(fields=["b"], name="echo_b"),)


class Alike(models.Model):
    """What the words of two documents have in common, the smaller id first (`linking.trail.Likeness`)."""

    pk = models.CompositePrimaryKey("a", "b")
    a = models.UUIDField()
    b = models.UUIDField()
    number = models.BigIntegerField()
    copied = models.FloatField()
    passages = Exact()  # JSON list of [start, end) in the text of the first
    translated = models.FloatField()

    class Meta:
        db_table = "alike"
        indexes = (models.Index(fields=["b"], name="alike_b"),)


class Vector(models.Model):
    """The meaning of a statement, for finding its echoes: made anew where it is missing."""

    number = models.BigIntegerField(primary_key=True)  # of the statement
    signs = models.BinaryField()  # one bit a dimension, of each of its vectors
    vectors = models.BinaryField()  # eight bits a dimension (`linking.remembered`)
    words = models.BinaryField()
    speaker = Exact()  # whom it names, or empty

    class Meta:
        db_table = "local_vector"


class Fingerprint(models.Model):
    """A hash of words of a document, for finding copies (`linking.passages`): made anew where it is missing."""

    pk = models.CompositePrimaryKey("hash", "document")
    hash = models.BigIntegerField()
    document = models.BigIntegerField()  # its number

    class Meta:
        db_table = "local_fingerprint"
        indexes = (models.Index(fields=["document"], name="fingerprint_document"),)


class Made(models.Model):
    """By which version of the program the rows were made of the log: its newest migration."""

    by = Exact(primary_key=True)

    class Meta:
        db_table = "local_made"


class Clear(models.Model):
    """A document in which nobody could be named who must not be known (`clear`)."""

    document = models.BigIntegerField(primary_key=True)  # its number

    class Meta:
        db_table = "local_clear"


class ClearState(models.Model):
    """Up to where the log was taken into account in what is clear."""

    rule = Exact(primary_key=True)  # the version of the rule
    begun = models.BigIntegerField()  # last entry when it was begun: what was erased before then was never seen
    last = models.BigIntegerField()  # last entry that was taken into account

    class Meta:
        db_table = "local_clear_state"


class OfCaptives(models.Model):
    """A document that speaks of captivity, whoever speaks in it."""

    document = models.BigIntegerField(primary_key=True)  # its number

    class Meta:
        db_table = "local_of_captives"


class Guarded(models.Model):
    """An appearance of somebody who must not be known."""

    appearance = models.UUIDField(primary_key=True)
    person = models.UUIDField()
    document = models.BigIntegerField()  # its number
    name = Exact(null=True)

    class Meta:
        db_table = "local_guarded"
        indexes = (
            models.Index(fields=["person"], name="guarded_person"),
            models.Index(fields=["document"], name="guarded_document"),
            models.Index(fields=["name"], name="guarded_name"),
        )


class GuardedWord(models.Model):
    """A word that tells who somebody guarded is, by the keys with which it is found (`care.names`)."""

    pk = models.CompositePrimaryKey("key", "word", "name")
    key = Exact()
    word = Exact()
    name = Exact()  # whose it is

    class Meta:
        db_table = "local_guarded_word"
        indexes = (
            models.Index(fields=["word"], name="guarded_word_word"),
            models.Index(fields=["name"], name="guarded_word_name"),
        )


class Word(models.Model):
    """A word of some document that could be a name, by its keys, and whether it could be that of somebody guarded."""

    pk = models.CompositePrimaryKey("word", "key")
    word = Exact()
    key = Exact()
    guarded = models.BooleanField()

    class Meta:
        db_table = "local_word"
        indexes = (models.Index(fields=["key"], name="word_key"),)


class Mention(models.Model):
    """A word that could be a name, and a document that has it."""

    pk = models.CompositePrimaryKey("word", "document")
    word = Exact()
    document = models.BigIntegerField()  # its number

    class Meta:
        db_table = "local_mention"
        indexes = (models.Index(fields=["document"], name="mention_document"),)


class Decision(models.Model):
    """What somebody decided. It stands unless it was undone."""

    number = models.BigIntegerField(primary_key=True)
    act = Exact()
    subject = models.UUIDField()
    other = models.UUIDField(null=True)  # of a judgement
    kind = Exact()  # of the subject: statement | person | document
    by_id = models.UUIDField()
    at = Exact()
    reason = Exact(null=True)
    seen = Exact()  # JSON list: circumstances that stood when it was made
    detail = Exact(null=True)  # digest; null where a rule decided
    undone = models.BigIntegerField(null=True)  # number of the entry that undid it

    class Meta:
        db_table = "decision"
        indexes = (
            models.Index(fields=["subject"], name="decision_subject"),
            models.Index(fields=["other"], name="decision_other"),
            models.Index(fields=["detail"], name="decision_detail"),
            models.Index(fields=["act", "undone"], name="decision_act"),
        )


class Remark(models.Model):
    """What somebody noted, tagged, graded, translated, assigned, or judged of an edge: it changes no reading."""

    number = models.BigIntegerField(primary_key=True)
    act = Exact()
    subject = models.UUIDField()
    other = models.UUIDField(null=True)  # of an edge: the document farther from the mouth
    by_id = models.UUIDField()
    at = Exact()
    said = Exact(null=True)  # JSON object (`remarks.FIELDS`); null where it was erased
    detail = Exact(null=True)  # digest; null where it was erased
    undone = models.BigIntegerField(null=True)  # number of the entry that undid it

    class Meta:
        db_table = "remark"
        indexes = (
            models.Index(fields=["subject"], name="remark_subject"),
            models.Index(fields=["other"], name="remark_other"),
            models.Index(fields=["detail"], name="remark_detail"),
        )  # and remark_said, for tags and assignments: the two databases take texts of any length in different ways


class Correction(models.Model):
    """What a person set in a statement: the columns, in the place of those that were read."""

    number = models.BigIntegerField(primary_key=True)
    statement_id = models.UUIDField()
    document_id = models.UUIDField()
    change = Exact()  # JSON: columns of the statement
    undone = models.BigIntegerField(null=True)

    class Meta:
        db_table = "correction"
        indexes = (
            models.Index(fields=["statement_id"], name="correction_statement"),
            models.Index(fields=["document_id"], name="correction_document"),
        )


class AsRead(models.Model):
    """What a machine read of a statement, as long as a correction stands in its place."""

    statement_id = models.UUIDField(primary_key=True)
    document_id = models.UUIDField()
    said = Exact()  # JSON: columns of the statement

    class Meta:
        db_table = "as_read"
        indexes = (models.Index(fields=["document_id"], name="as_read_document"),)


class Successor(models.Model):
    """A statement, and one that stands in its place since it was split, or joined with others."""

    pk = models.CompositePrimaryKey("number", "before_id", "after_id")
    number = models.BigIntegerField()
    before_id = models.UUIDField()
    after_id = models.UUIDField()
    document_id = models.UUIDField()
    act = Exact()  # split | join
    undone = models.BigIntegerField(null=True)

    class Meta:
        db_table = "successor"
        indexes = (
            models.Index(fields=["before_id"], name="successor_before"),
            models.Index(fields=["after_id"], name="successor_after"),
            models.Index(fields=["document_id"], name="successor_document"),
        )


class Stamp(models.Model):
    """What an authority answered when asked to confirm that the log existed, or why it did not."""

    number = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField()
    authority = Exact()
    token = Exact(null=True)  # digest
    error = Exact(null=True)

    class Meta:
        db_table = "stamp"
