"""Export: a trained tagger as an ONNX file with eight-bit weights.

The weights of matrices are rounded to eight bits, a scale for each column; what runs through them is rounded as it
comes (ONNX `DynamicQuantizeLinear`). The scale of what runs through is that of one window, since windows run one by
one.

The graph is written out with ONNX Runtime's own operators for attention and GELU (domain `com.microsoft`).
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor, nn

    from training.model import Layer, Tagger

_FUSED: Final = "com.microsoft"


class Graph:
    """Nodes and weights, as they come."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self._count = 0

    def weight(self, values: Tensor | np.ndarray) -> str:
        """Add a constant and return its name."""
        self._count += 1
        array = values if isinstance(values, np.ndarray) else values.detach().float().numpy()
        self.weights.append(numpy_helper.from_array(array.copy(order="C"), f"w{self._count}"))
        return f"w{self._count}"

    def add(self, op: str, *inputs: str, outputs: int = 1, name: str = "", **attributes: Any) -> Any:
        """Add an operator and return the name of its output, or the names of several."""
        self._count += 1
        names = [name or f"x{self._count}_{i}" for i in range(outputs)]
        domain = _FUSED if op in ("MultiHeadAttention", "Gelu") else ""
        self.nodes.append(helper.make_node(op, inputs, names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def linear(self, x: str, layer: nn.Linear, name: str = "") -> str:
        """Add a linear layer."""
        product = self.add("MatMul", x, self.weight(layer.weight.T))
        return str(self.add("Add", product, self.weight(layer.bias), name=name))

    def begin(self, position: Tensor, norm: nn.LayerNorm) -> str:
        """Add what stands before the first layer: places to the embeddings of pieces, `embedded`, and a norm."""
        zero, one = self.weight(np.array([0])), self.weight(np.array([1]))
        length = self.add("Slice", self.add("Shape", "embedded"), zero, one)
        x = self.add("Add", "embedded", self.add("Slice", self.weight(position), zero, length, zero))
        weights = self.weight(norm.weight), self.weight(norm.bias)
        return str(self.add("LayerNormalization", x, *weights, epsilon=norm.eps))

    def layer(self, x: str, layer: Layer) -> str:
        """Add a layer of the encoder."""
        q, k, v = self.add("Split", self.linear(x, layer.qkv), outputs=3, axis=-1, num_outputs=3)
        attended = self.add("MultiHeadAttention", q, k, v, num_heads=layer.heads)
        x = self.skip(self.linear(attended, layer.out), x, layer.norm)
        raised = self.add("Gelu", self.linear(x, layer.up))
        return self.skip(self.linear(raised, layer.down), x, layer.norm2)

    def skip(self, x: str, y: str, norm: nn.LayerNorm) -> str:
        """Add a sum and its norm."""
        weights = self.weight(norm.weight), self.weight(norm.bias)
        return str(self.add("LayerNormalization", self.add("Add", x, y), *weights, epsilon=norm.eps))


def export(tagger: Tagger, path: Path, notes: dict[str, Any]) -> None:
    """Write a tagger.

    Args:
        tagger: Trained.
        path: Where to.
        notes: What the tool needs to know beside the weights, kept in the file's metadata as JSON.
    """
    g = Graph()
    zero, one = g.weight(np.array([0])), g.weight(np.array([1]))
    x = g.begin(tagger.position, tagger.norm)
    for number, feature in enumerate(tagger.features):
        which = g.add("Gather", "features", g.weight(np.array(number)), axis=1)
        x = g.add("Add", x, g.add("Gather", g.weight(feature.weight), which))
    x = g.add("Unsqueeze", x, zero)
    for number, layer in enumerate(tagger.layers):
        if number == tagger.shape.pieces:
            x = g.add("MatMul", "pool", x)
        x = g.layer(x, layer)
    x = g.add("Slice", g.add("Squeeze", x, zero), one, g.weight(np.array([-1])), zero)
    for name in ("tags", "acts", "links"):
        g.linear(x, getattr(tagger, name), name)
    h = tagger.shape.hidden
    inputs = [
        helper.make_tensor_value_info("embedded", TensorProto.FLOAT, ["pieces", h]),
        helper.make_tensor_value_info("features", TensorProto.INT64, ["pieces", len(tagger.features)]),
        helper.make_tensor_value_info("pool", TensorProto.FLOAT, ["rows", "pieces"]),
    ]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["words", getattr(tagger, name).out_features])
        for name in ("tags", "acts", "links")
    ]
    notes = notes | {"trust": tagger.trust.tolist(), "nobody": tagger.nobody.tolist()}
    write(g, "tagger", inputs, outputs, path, notes)


def write(
    g: Graph,
    name: str,
    inputs: Sequence[onnx.ValueInfoProto],
    outputs: Sequence[onnx.ValueInfoProto],
    path: Path,
    notes: dict[str, Any],
) -> None:
    """Write a graph with eight-bit weights, and notes as JSON in its metadata."""
    graph = helper.make_graph(g.nodes, name, inputs, outputs, g.weights)
    versions = [helper.make_opsetid("", 20), helper.make_opsetid(_FUSED, 1)]
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(helper.make_model(graph, opset_imports=versions, ir_version=10), whole)
        quantize_dynamic(
            whole,
            path,
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
    model = onnx.load(path)
    for key, value in notes.items():
        model.metadata_props.add(key=key, value=json.dumps(value))
    onnx.save(model, path)
