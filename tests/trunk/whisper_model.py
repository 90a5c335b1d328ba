"""A Whisper model that hears one sentence in any sound: real weights of our own, of one layer, for English only.

All of its attention is zero, and the last token alone decides what the decoder says next.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np

SAID = "First they took our telephones."
_WIDTH, _HEADS = 128, 2
_SURE = 3.0


def write_model(folder: Path, said: str = SAID) -> Path:
    """Write the model, in the form of CTranslate2 (https://opennmt.net/CTranslate2/). No word of `said` comes twice."""
    from ctranslate2.specs import WhisperSpec

    tokens = _tokenizer(said)
    spec = WhisperSpec(1, _HEADS, 1, _HEADS)
    encoder, decoder = spec.encoder, spec.decoder
    for convolution, width in ((encoder.conv1, 80), (encoder.conv2, _WIDTH)):
        convolution.weight, convolution.bias = _zeros(_WIDTH, width, 3), _zeros(_WIDTH)
    encoder.position_encodings.encodings = _zeros(1500, _WIDTH)
    decoder.position_encodings.encodings = _zeros(448, _WIDTH)
    decoder.embeddings.weight = _zeros(tokens.get_vocab_size(), _WIDTH)
    for half in (encoder, decoder):
        _norm(half.layer_norm)
        for layer in half.layer:
            _attention(layer.self_attention, (3, 1))
            if half is decoder:
                _attention(layer.attention, (1, 2, 1))
            _norm(layer.ffn.layer_norm)
            _linear(layer.ffn.linear_0, 4 * _WIDTH, _WIDTH)
            _linear(layer.ffn.linear_1, _WIDTH, 4 * _WIDTH)
    decoder.projection.weight = _zeros(tokens.get_vocab_size(), _WIDTH)
    script = ["<|startoftranscript|>", "<|0.00|>", *tokens.encode(f" {said}").tokens, "<|2.00|>", "<|endoftext|>"]
    for at, (token, after) in enumerate(pairwise(script)):
        decoder.embeddings.weight[tokens.token_to_id(token), at] = 1
        decoder.projection.weight[tokens.token_to_id(after), at] = _SURE
    spec.register_vocabulary([token for token, _ in sorted(tokens.get_vocab().items(), key=lambda item: item[1])])
    spec.config.suppress_ids = spec.config.suppress_ids_begin = []
    spec.config.lang_ids = []
    spec.config.alignment_heads = [[0, 0]]
    spec.validate()
    folder.mkdir(parents=True)
    spec.save(str(folder))
    tokens.save(str(folder / "tokenizer.json"))
    return folder


def _tokenizer(said):
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    vocabulary = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges = []
    for word, _ in pre_tokenizers.ByteLevel(add_prefix_space=False).pre_tokenize_str(f" {said}"):
        for end in range(2, len(word) + 1):
            if word[:end] not in vocabulary:
                vocabulary.append(word[:end])
                merges.append((word[: end - 1], word[end - 1]))
    tokens = Tokenizer(models.BPE(vocab={token: at for at, token in enumerate(vocabulary)}, merges=merges))
    tokens.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokens.decoder = decoders.ByteLevel()
    tokens.add_special_tokens(
        [
            *("<|endoftext|>", "<|startoftranscript|>", "<|translate|>", "<|transcribe|>", "<|startoflm|>"),
            *("<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"),
            *(f"<|{at / 50:.2f}|>" for at in range(1501)),
        ]
    )
    return tokens


def _zeros(*shape):
    return np.zeros(shape, np.float32)


def _norm(layer):
    layer.gamma, layer.beta = np.ones(_WIDTH, np.float32), _zeros(_WIDTH)


def _linear(layer, out, into):
    layer.weight, layer.bias = _zeros(out, into), _zeros(out)


def _attention(layer, widths):
    _norm(layer.layer_norm)
    for linear, width in zip(layer.linear, widths, strict=True):
        _linear(linear, width * _WIDTH, _WIDTH)
