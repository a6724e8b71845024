"""A scene training from a data set's folder to a run that predicts, for the command line and for Python alike."""

import difflib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cyclopts import Parameter

from diptych.errors import Problem

if TYPE_CHECKING:
    from diptych.engine.settings import RunOptions, Settings
    from diptych.scene.data.samples import SizedSamples
    from diptych.scene.train.task import SceneTask

WORLD = (48, 96, 256)  # plates, cutouts and px of the world that is mixed in when a trained net is trained on


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class SceneTraining:
    """What a training is, beside its data."""

    preset: Literal["smoke", "tune", "laptop", "full", "long"] | None = None
    """How long, how large, how fast; by default tune with --start, else smoke."""
    net: str | None = None
    """One of those that `diptych scene nets` shows; by default slim, or the net that --start holds."""
    start: str | None = None
    """Train on from these weights instead of from nothing: shipped (slim), wide, a run folder, or a weights file."""
    mix: Path | None = None
    """A data set to be mixed in half and half. With --start, by default a small world, rendered into the run
    folder, so that nothing is forgotten."""
    samples: int | None = None
    """Samples of the first stage (overrides the preset); later stages stay in proportion."""
    batch: int | None = None
    """Samples a step, over all processes (overrides the preset)."""
    size: int | None = None
    """Side of the crops, px (overrides the preset)."""
    rate: float | None = None
    """The highest learning rate (overrides the preset)."""
    seed: int = 0
    """Another seed: other weights, order and perturbations."""
    devices: int = 1
    """Processes on this machine; under torchrun its own numbers count."""
    accelerator: Literal["auto", "cpu", "cuda"] = "auto"
    """Where to train."""
    workers: int = 0
    """Threads that prepare batches; 0: one per core."""

    def __post_init__(self) -> None:
        for name in ("samples", "batch", "size", "devices"):
            least = 32 if name == "size" else 1
            value = getattr(self, name)
            if value is not None and value < least:
                raise Problem(f"--{name} is {value}, but must be {least} or more.")
        if self.rate is not None and not 0 < self.rate < 1:
            raise Problem(f"--rate is {self.rate:g}, but must lie between 0 and 1.")


DEFAULT = SceneTraining()


def train(data: Path, run: Path, training: SceneTraining = DEFAULT) -> dict[str, float]:
    """Train on the data set in the folder `data`, keep everything in the folder `run`, and export the net there.

    Returns the scores on the validation split. The run folder can be loaded, evaluated and served.
    """
    task, settings, house = prepared(data, run, training)
    from diptych.engine.train import train as engine_train
    from diptych.scene.train.onnx import export

    scores = engine_train(task, settings, house)
    if int(os.environ.get("RANK", "0")) == 0:
        export(run, run, task.data.range)
    return scores


def prepared(data: Path, folder: Path, training: SceneTraining) -> "tuple[SceneTask, Settings, RunOptions]":
    """What the engine wants: the task, its settings, and where the run is kept."""
    if not (data / "dataset.json").exists():
        raise Problem(f"{data}: there is no data set here. Make one with: diptych scene compose ASSETS {data}")
    from diptych.engine.settings import RunOptions
    from diptych.scene.data.open import open_data
    from diptych.scene.nets import NETS
    from diptych.scene.train.presets import PRESETS
    from diptych.scene.train.task import SceneTask
    from diptych.scene.train.weights import trained

    start = started(training.start)
    net = training.net or (trained(start)[1]["identity"]["task"]["net"] if start else "slim")
    if net not in NETS:
        close = difflib.get_close_matches(net, NETS, 1, 0.0)[0]
        raise Problem(f"--net: there is no net {net}. Did you mean {close}? There are {', '.join(NETS)}.")
    samples: SizedSamples = open_data(data, memory() // (2 * training.devices))
    if start or training.mix:
        samples = mixed(samples, training.mix or small_world(folder / "world", training.seed), training.seed)
    named = ("samples", "batch", "size", "rate")
    options = {name: value for name in named if (value := getattr(training, name)) is not None}
    preset = PRESETS[training.preset or ("tune" if start else "smoke")]
    settings = replace(preset, **options).settings(len(samples.split("train")), training.seed)
    task = SceneTask(samples, net=net, seed=training.seed, start=start)
    house = RunOptions(folder, training.devices, training.accelerator, training.workers or os.cpu_count() or 1)
    return task, settings, house


def started(name: str | None) -> Path | None:
    """The weights meant by --start: shipped ones, those of a run folder, or a file."""
    if name is None:
        return None
    folder = Path(__file__).parents[2] / "weights"
    shipped = {"shipped": folder / "scene.safetensors", "wide": folder / "scene.wide.safetensors"}
    path = shipped.get(name, Path(name))
    if not path.exists():
        raise Problem(f"--start: there is no {path}. Give shipped, wide, a run folder, or a weights file.")
    return path


def mixed(samples: "SizedSamples", folder: Path, seed: int) -> "SizedSamples":
    """The samples of one's own and those of the data set in `folder`, half and half."""
    from diptych.scene.data.mixture import Mixture
    from diptych.scene.data.open import open_data

    return Mixture({"own": (samples, 1.0), "mixed in": (open_data(folder, memory() // 4), 1.0)}, seed)


def small_world(folder: Path, seed: int) -> Path:
    """A data set of a small rendered world in `folder`, made if it is not there yet."""
    from diptych.scene.data.dataset import DataPlan, plan
    from diptych.scene.data.placing.placement import Policy
    from diptych.scene.world import render_world

    data = folder / "data"
    if not (data / "dataset.json").exists():
        plates, cutouts, size = WORLD
        render_world(folder / "assets", plates, cutouts, size, seed)
        plan(folder / "assets", data, DataPlan(Policy("scaled", seed=seed)))
    return data


def memory() -> int:
    """How many bytes of memory the machine has."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
