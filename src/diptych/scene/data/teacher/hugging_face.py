"""Depth models of transformers, by name or from a folder."""

import hashlib
import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diptych.errors import Problem
from diptych.scene.data.teacher.asking import DepthKind, TeacherOptions

METRIC = ("depth_pro", "glpn", "zoedepth")  # model types that answer in metres without saying so


class HuggingFace:
    """A model and its image processor, which knows the size and the colours that the model was trained with."""

    def __init__(self, asking: TeacherOptions) -> None:
        try:
            import torch
            import transformers
        except ImportError:
            raise Problem(
                f'{asking.teacher}: needs transformers. Install it with: pip install ".[teacher,train]"'
            ) from None
        local = Path(asking.source).is_dir()
        with _quiet():
            try:
                model = transformers.AutoModelForDepthEstimation.from_pretrained(
                    asking.source, local_files_only=local
                )
                processor = transformers.AutoImageProcessor.from_pretrained(asking.source, local_files_only=local)
            except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
                reason = (str(error).strip() or type(error).__name__).splitlines()[0]
                raise Problem(
                    f"{asking.teacher}: transformers cannot load a depth model from it ({reason})"
                ) from None
        try:
            self._model: Any = model.eval().to(asking.device)
        except (RuntimeError, AssertionError) as error:
            raise Problem(f"--device is {asking.device}: {str(error).splitlines()[0]}") from None
        torch.set_num_threads(1)
        self._processor: Any = processor
        self._device = asking.device
        self._said: dict[str, Any] = {}
        if asking.input_px:
            self._said["size"] = {"height": asking.input_px, "width": asking.input_px}
        for name, colours in (("image_mean", asking.mean), ("image_std", asking.std)):
            if colours:
                self._said[name] = list(colours)
        self.kind: DepthKind = asking.kind or _kind(model.config)
        how = {**processor.to_dict(), **self._said}
        self.facts: dict[str, Any] = {
            "teacher": asking.teacher,
            "sha256": _digest(model, how),
            "model": model.config.model_type,
            "input": {key: _plain(how.get(key)) for key in ("size", "image_mean", "image_std")},
        }

    def __call__(self, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
        import torch

        sizes = [pictures.shape[1:3]] * len(pictures)
        with _quiet(), torch.inference_mode():
            inputs = self._processor(
                images=list(pictures), return_tensors="pt", input_data_format="channels_last", **self._said
            )
            answer = self._model(**inputs.to(self._device))
            # Only ZoeDepth pads, and wants to know what it padded.
            padded = {"source_sizes": sizes} if self._model.config.model_type == "zoedepth" else {}
            answers = self._processor.post_process_depth_estimation(answer, target_sizes=sizes, **padded)
        return np.stack([item["predicted_depth"].float().cpu().numpy() for item in answers])


def _kind(config: Any) -> DepthKind:
    metric = getattr(config, "depth_estimation_type", "") == "metric" or config.model_type in METRIC
    return "metric" if metric else "inverse"


def _digest(model: Any, how: dict[str, Any]) -> str:
    """Return a hash of the weights and of what is done to a picture, wherever they lie."""
    import torch

    state = model.state_dict()
    digest = hashlib.sha256(json.dumps(how, sort_keys=True, default=str).encode())
    for name in sorted(state):
        digest.update(name.encode())
        digest.update(state[name].detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()


def _plain(value: Any) -> Any:
    """As JSON has it: a size is a mapping of its own kind, with all its other ways to say it empty."""
    if value is None or isinstance(value, list | tuple):
        return value and list(value)
    return {key: side for key, side in dict(value).items() if side}


@contextmanager
def _quiet() -> Iterator[None]:
    """No bars, warnings or notes of transformers; what matters comes as a Problem."""
    from transformers.utils import logging

    verbosity, bar = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity(50)  # critical alone
    logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(verbosity)
        if bar:
            logging.enable_progress_bar()
