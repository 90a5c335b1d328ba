"""Network: a trained network that runs on the processor, one window at a time.

One window and one thread a run: what a window comes to depends on nothing but the window, neither on what is read
beside it nor on how many cores there are. Several documents at once are read by several processes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import onnxruntime

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_SLOWER: Final = ["SkipLayerNormFusion"]  # eight times the time of the two operators that it joins


class Network:
    """An ONNX file, loaded."""

    def __init__(self, path: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            path, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )
        self.notes: dict[str, str] = self._session.get_modelmeta().custom_metadata_map
        """What its training wrote into it."""

    def run(self, **inputs: NDArray[Any]) -> list[NDArray[Any]]:
        """Return the outputs for these inputs, in the order in which the file has them."""
        found: list[NDArray[Any]] = self._session.run(None, inputs)
        return found
