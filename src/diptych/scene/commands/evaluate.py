"""The command that scores a net: on a data set, or on footage of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING

from diptych.errors import Problem
from diptych.scene.commands.app import WORKERS, Natural, pixels, scene

if TYPE_CHECKING:
    from diptych.scene.evaluate.depth import DepthCase
    from diptych.scene.predict.plate import PlateDepth


@scene.command
def evaluate(
    data: Path | None = None,
    out: Path | None = None,
    *,
    footage: Path | None = None,
    rgbd: Path | None = None,
    plate_net: Path | None = None,
    weights: Path | None = None,
    size: str = "160",
    samples: int = 256,
    curve_samples: int = 48,
    split: str = "test",
    register: bool = True,
    depth: bool = False,
    ablate: bool = False,
    work_px: Natural = 0,
    seed: int = 0,
    threads: int = WORKERS,
) -> None:
    """Score a net, beside what needs no net: on a data set with every perturbation of the suite, on footage, or on
    pictures with measured depth.

    Footage is a folder with plate.png, frames/ and masks/ (of the frames' names: 255 thing, 0 background, 128 not
    judged, 50 shadow, 100 reflection), perhaps empty/ with further frames with nothing in them; or a folder of such
    folders.

    Pictures with measured depth are NAME.jpg or .png with NAME.depth.png, 16 bit, in millimetres, 0 unknown; what
    comes before the last hyphen of NAME is the room.

    Example: diptych scene evaluate data evaluation --weights runs/first --size 360x480

    One's own camera: diptych scene evaluate --footage camera --out evaluation

    Parameters
    ----------
    data
        The folder of the data set.
    out
        The folder of evaluation.json and evaluation.html, or of footage.json and footage.html.
    footage
        Instead of a data set: a folder with plates, frames and masks.
    rgbd
        Instead of a data set: a folder of pictures with measured depth.
    plate_net
        Of pictures with measured depth: the ONNX file of a plate net; without, the shipped one.
    weights
        An ONNX file or a run folder; without, the shipped weights.
    size
        Of a data set: shorter side of the frames, or HEIGHTxWIDTH, px.
    samples
        Of a data set: how many, and as many of validation to tune the baselines on.
    curve_samples
        Of a data set: how many for each point of the curves of IoU against strength; 0 leaves them out.
    split
        Of a data set: train, validation or test.
    register
        Let predict move the plate onto the frame.
    depth
        Of a data set: depth alone, by what is known of the plates: nothing, their depth, exact or as users have it.
    ablate
        Of footage: also predict without each of its steps.
    work_px
        Of footage: pixels of a frame that the net sees at most; 0 is predict's own.
    seed
        Of a data set: another seed, other perturbations.
    threads
        How many; 0: one per core.
    """
    if sum(option is not None for option in (data, footage, rgbd)) != 1:
        raise Problem("Give a data set to score the net on, or --footage, or --rgbd; one of the three.")
    if rgbd is not None:
        _on_rgbd(rgbd, out or Path("evaluation"), weights, plate_net, seed, threads)
        return
    if footage is not None:
        _on_footage(footage, out or Path("evaluation"), weights, register, ablate, work_px, threads)
        return
    assert data is not None
    if depth:
        _depth_on_data(data, out or Path("evaluation"), weights, pixels(size), samples, split, register, threads)
        return
    if out is None:
        raise Problem("Say where to write: diptych scene evaluate DATA OUT")
    _on_data(data, out, weights, pixels(size), samples, curve_samples, split, register, seed, threads)


def _on_footage(
    folder: Path, out: Path, weights: Path | None, register: bool, ablate: bool, work_px: int, threads: int
) -> None:
    from dataclasses import replace

    from diptych.scene.evaluate.footage import evaluate as evaluated
    from diptych.scene.evaluate.footage import text, write
    from diptych.scene.evaluate.footage.ways import ablations, rows
    from diptych.scene.predict import Predictor
    from diptych.scene.predict.predictor import Steps
    from diptych.scene.predict.run import cores

    steps = Steps() if not work_px else replace(Steps(), work_px=work_px)
    predictor = Predictor(weights, threads or cores(), register, steps)
    ways = rows(predictor) | (ablations(predictor) if ablate else {})
    result = evaluated(ways, folder, cache=out / "baselines.json")
    write(result, out)
    print(text(result))
    if result.unpaired:
        print(f"Left out, for want of a mask: {len(result.unpaired):,} frames, the first {result.unpaired[0]}.")
    print(f"Open {out / 'footage.html'}")


def _on_rgbd(folder: Path, out: Path, weights: Path | None, plate_net: Path | None, seed: int, threads: int) -> None:
    from diptych.scene.evaluate.rgbd_report import evaluate as evaluated
    from diptych.scene.evaluate.rgbd_report import text, write
    from diptych.scene.predict import Predictor
    from diptych.scene.predict.depth.net import PlateDepthNet
    from diptych.scene.predict.outputs import exact

    predictor = Predictor(weights, threads)

    def predict(case: "DepthCase") -> "PlateDepth":
        return exact(predictor.against(case.plate).answer(case.frame))

    rooms = evaluated(folder, PlateDepthNet(plate_net, threads), predict, seed)
    write(rooms, out)
    print(text(rooms))
    print(f"Open {out / 'rgbd.html'}")


def _depth_on_data(
    data: Path,
    out: Path,
    weights: Path | None,
    size: int | tuple[int, int],
    samples: int,
    split: str,
    register: bool,
    threads: int,
) -> None:
    import json

    from diptych.files import write_text
    from diptych.scene.data.dataset import SceneData
    from diptych.scene.data.splits import spread
    from diptych.scene.evaluate import known_depth
    from diptych.scene.predict import Predictor
    from diptych.scene.predict.run import cores

    opened = SceneData(data)
    numbers = spread(opened.split(split), samples)
    figures = known_depth.table(opened, Predictor(weights, threads or cores(), register), size, numbers)
    about = {"data": opened.identity, "split": split, "samples": len(numbers), "size": size, "depth": figures}
    write_text(out / "depth.json", json.dumps(about, indent=1) + "\n")
    print(known_depth.text(figures))


def _on_data(
    data: Path,
    out: Path,
    weights: Path | None,
    size: int | tuple[int, int],
    samples: int,
    curve_samples: int,
    split: str,
    register: bool,
    seed: int,
    threads: int,
) -> None:
    import tempfile

    import torch

    from diptych.scene.data.dataset import SceneData
    from diptych.scene.evaluate import evaluate as evaluated
    from diptych.scene.predict import Predictor
    from diptych.scene.predict.run import cores
    from diptych.scene.train.onnx import export

    torch.set_num_threads(threads or cores())
    opened = SceneData(data)
    with tempfile.TemporaryDirectory() as folder:
        if weights and (weights / "weights.safetensors").exists():  # as it is now, not as it was once exported
            export(weights, Path(folder), opened.range)
            weights = Path(folder)
        predictor = Predictor(weights, threads or cores(), register)
    about = evaluated(opened, predictor, out, size, samples, curve_samples, split, seed)
    for entry, row in about["scores"].items():
        print(f"{entry:8}", "  ".join(f"{way} {row[way]['iou']:.3f}" for way in row if "iou" in row[way]))
    print(f"Open {out / 'evaluation.html'}")
