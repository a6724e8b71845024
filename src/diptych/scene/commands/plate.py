"""The commands of the plate net: what a photograph's depth is when nothing is known of it."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

from diptych.scene.commands.app import WORKERS, Natural, Out, cores, scene

plate = App(
    name="plate",
    help="A clean plate out of a clip; and the plate net, which answers for a photograph's depth.\n\n"
    "Example: diptych scene plate clip.mp4 --out plate.png",
)
scene.command(plate)


@plate.default
def clean(
    clips: Annotated[tuple[Path, ...], Parameter(negative=())], /, *, out: Path, accept_ghosts: bool = False
) -> None:
    """Make a plate of a clip in which things pass, or of several empty frames; its spread is written beside it.

    Of each pixel the plate shows what most frames agree on. Where something else stands in the view for too long, a
    thing could be in the plate: then nothing is written, and the exit code is 2.

    Example: diptych scene plate corridor.mp4 --out plate.png

    Parameters
    ----------
    clips
        A clip; or pictures, or folders of them.
    out
        The plate, a PNG; NAME.spread.png beside it says how far each pixel wanders, in quarters of a level.
    accept_ghosts
        Write it even where something stood for too long.
    """
    from diptych.errors import Problem
    from diptych.scene.predict import plate_files
    from diptych.scene.predict.plates import without_ghosts

    if not clips:
        raise Problem("Give a clip, pictures, or a folder of them to make a plate of.")
    if out.suffix.lower() != ".png":
        raise Problem(f"--out must be a .png, not {out}.")
    made = plate_files.made_of(clips)
    plate_files.write(made.plate if accept_ghosts else without_ghosts(made), out)
    print(f"{out}: {made.pictures} frames agree on {made.agree.mean():.1%} of what they show.")


@plate.command
def train(
    run: Out,
    /,
    *,
    plates: Path | None = None,
    preset: Literal["smoke", "laptop", "full"] = "smoke",
    samples: int | None = None,
    batch: int | None = None,
    size: int | None = None,
    rate: float | None = None,
    seed: int = 0,
    devices: int = 1,
    accelerator: Literal["auto", "cpu", "cuda"] = "auto",
    workers: Natural = WORKERS,
) -> None:
    """Train the plate net: on plates of the built-in world, rendered as training goes. Interrupted, it goes on.

    Example: diptych scene plate train runs/plate --preset laptop

    Parameters
    ----------
    run
        The folder of checkpoints, journal and report.
    plates
        Train on your own instead: a folder with plates/NAME.png and NAME.depth.png, 16-bit millimetres, 0 unknown.
    preset
        How long, how large, how fast.
    samples
        Views of the first stage (overrides the preset); later stages stay in proportion.
    batch
        Views a step, over all processes; overrides the preset's.
    size
        Width of the views, px; overrides the preset's.
    rate
        The highest learning rate; overrides the preset's.
    seed
        Another seed, other weights, order and views.
    devices
        Processes on this machine; under torchrun its own numbers count.
    accelerator
        Where to train.
    workers
        Threads that render plates and prepare batches; 0: one per core.
    """
    from dataclasses import replace

    from diptych.engine.settings import RunOptions
    from diptych.engine.train import train as engine_train
    from diptych.scene.train.plate.plates import WorldPlates, load
    from diptych.scene.train.plate.presets import PRESETS
    from diptych.scene.train.plate.task import PlateTask

    usual = PRESETS[preset]
    chosen = replace(
        usual,
        samples=samples or usual.samples,
        batch=batch or usual.batch,
        size=size or usual.size,
        rate=rate or usual.rate,
    )
    threads = workers or cores()
    source = load(plates, threads=threads) if plates else WorldPlates(seed, threads=threads)
    task = PlateTask(source, seed=seed)
    settings = chosen.settings(len(task.samples("train")), seed)
    scores = engine_train(task, settings, RunOptions(run, devices, accelerator, threads))
    print(", ".join(f"{name} {value:.4f}" for name, value in scores.items() if "/" not in name))


@plate.command
def onnx(run: Path, out: Path | None = None, /) -> None:
    """Export a trained plate net to ONNX, any size, its weights in 16 bits, and check it against torch.

    Example: diptych scene plate onnx runs/plate

    Parameters
    ----------
    run
        The run folder, or its weights.safetensors.
    out
        The folder of plate.onnx and plate.json; without, the run folder.
    """
    from diptych.scene.train.plate.onnx import export

    folder = out or (run if run.is_dir() else run.parent)
    about = export(run, folder)
    megabytes = (folder / "plate.onnx").stat().st_size / 1e6
    print(f"{folder / 'plate.onnx'}: {about['parameters']:,} parameters, {megabytes:.1f} MB,"
          f" at most {about['apart_from_torch']:.1e} from torch")  # fmt: skip
