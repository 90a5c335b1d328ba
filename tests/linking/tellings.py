"""Tellings of invented statements, as linking compares them."""

from firsthand.linking.telling import Telling, prepared


def told(words, language, type="direct", speaker=None, cue="", kind=None) -> Telling:  # noqa: A002 - the field's name
    from firsthand.trunk.encoder import encoder

    return prepared(
        encoder(),
        id=words,
        language=language,
        words=words,
        type=type,
        speaker=speaker,
        kind=kind or ("named" if speaker else "unknown"),
        cue=cue,
    )
