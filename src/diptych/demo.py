"""The whole way in minutes, on the built-in worlds alone: assets, data set, training, scores beside the baseline,
programs written down and run; one page at the end.
"""

import base64
import os
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jinja2 import Environment, PackageLoader, StrictUndefined
from numpy.typing import NDArray
from safetensors.torch import load_file

from diptych.code.runner import Runner
from diptych.code.world import Case, Example, example, script
from diptych.engine.settings import House
from diptych.engine.train import train
from diptych.files import write_text
from diptych.progress import console
from diptych.scene import gallery
from diptych.scene.baselines import Difference, fit
from diptych.scene.dataset import Plan, SceneData, plan
from diptych.scene.metrics import Scores
from diptych.scene.perturb import perturb, sample_seeds
from diptych.scene.perturb.suite import SUITE
from diptych.scene.placement import Policy
from diptych.scene.task import SceneTask
from diptych.scene.world import render_world

PLATES, CUTOUTS, SIDE_PX = 16, 32, 224
SIZE_PX = 96  # at which the smoke preset trains
JUDGED, PROGRAMS = 96, 3


def demo(out: Path, seed: int) -> Path:
    """Do everything in the folder `out`, which a second call goes on with; return the page."""
    console.rule("1. A world of plates and cutouts")
    render_world(out / "assets", PLATES, CUTOUTS, SIDE_PX, seed, os.cpu_count() or 1)
    console.rule("2. A data set of their pairs")
    plan(out / "assets", out / "data", Plan(Policy("scaled", seed=seed)))
    data = SceneData(out / "data")
    gallery.write(data, out / "gallery", seed=seed)
    console.rule("3. A net that answers twice")
    task = SceneTask(data, seed=seed)
    train(task, task.presets()["smoke"], House(out / "run", accelerator="cpu", log=5, keep=50, tensorboard=False))
    console.rule("4. Scores on unseen plates and unseen cutouts, beside the threshold's")
    scores = _scores(task, out / "run")
    for name, net, threshold in scores:
        console.print(f"  {name:8} net IoU {net:.3f}   threshold {threshold:.3f}")
    console.rule("5. Programs, written down and run where they can do no harm")
    programs = _programs(seed)
    page = out / "index.html"
    write_text(page, _page(out, data, scores, programs))
    console.print(f"\nOpen {page}", soft_wrap=True)
    return page


def _scores(task: SceneTask, run: Path) -> list[tuple[str, float, float]]:
    """Mean IoU of the net and of the difference threshold (tuned on validation) for each entry of the suite."""
    net = task.model().eval()
    net.load_state_dict(load_file(run / "weights.safetensors"))
    rows = []
    for name in SUITE:
        tuned = fit(Difference(), _pairs(_perturbed(task, "validation", name)))
        batch = _perturbed(task, "test", name)
        mask = torch.from_numpy(batch["mask"])[:, None] / 255
        plate, frame = (torch.from_numpy(batch[key]).permute(0, 3, 1, 2) / 255 for key in ("plate", "frame"))
        with torch.no_grad():
            found = net(plate, frame)["mask"].sigmoid()
        keyed = torch.from_numpy(np.stack([tuned(p, f) for p, f, _ in _pairs(batch)]))[:, None]
        rows.append((name, _iou(task, found, mask), _iou(task, keyed, mask)))
    return rows


def _perturbed(task: SceneTask, split: str, entry: str) -> dict[str, NDArray[Any]]:
    numbers = task.data.split(split)
    numbers = numbers[np.linspace(0, len(numbers) - 1, JUDGED).astype(int)]
    return perturb(task.data.batch(numbers, SIZE_PX), sample_seeds(task.seed, 0, numbers), SUITE[entry])


def _pairs(batch: dict[str, NDArray[Any]]) -> Any:
    return zip(batch["plate"], batch["frame"], batch["mask"] / np.float32(255), strict=True)


def _iou(task: SceneTask, mask: torch.Tensor, true: torch.Tensor) -> float:
    scores = Scores(task.data.range)
    scores.add(mask, true)
    return scores.compute()["iou"]


def _programs(seed: int) -> list[tuple[Example, str]]:
    """Pairs of the world of programs, each with what its first test prints in the runner."""
    found = [example(number, seed) for number in range(PROGRAMS)]
    with Runner() as runner:
        tests: list[Case] = [pair.tests[0] for pair in found]
        return [
            (pair, runner.run(script(pair.program, test), test.stdin).stdout)
            for pair, test in zip(found, tests, strict=True)
        ]


def _page(out: Path, data: SceneData, scores: list[tuple[str, float, float]], programs: Any) -> str:
    environment = Environment(
        loader=PackageLoader("diptych", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    answers = sorted((out / "run" / "pictures").glob("*.png"))[-1]
    return environment.get_template("demo.html.jinja").render(
        data=data,
        scores=scores,
        programs=programs,
        judged=JUDGED,
        size=SIZE_PX,
        answers="data:image/png;base64," + base64.b64encode(answers.read_bytes()).decode(),
    )
