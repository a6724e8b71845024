"""The whole way in minutes, on the built-in worlds alone: assets, data set, training, scores beside the baselines and
the shipped net, predictions, programs written and run; one page at the end.
"""

import base64
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

import diptych
from diptych.arrays import Bytes
from diptych.code.commands.use import notes
from diptych.code.predict.examples import parse
from diptych.code.runner import Runner
from diptych.engine.settings import RunOptions
from diptych.engine.train import train
from diptych.files import write_text
from diptych.progress import console, track
from diptych.scene.data import gallery
from diptych.scene.data.dataset import DataPlan, SceneData, plan
from diptych.scene.data.perturb import perturb, sample_seeds
from diptych.scene.data.perturb.suite import SUITE
from diptych.scene.data.placing.placement import Policy
from diptych.scene.evaluate.contest import Contest
from diptych.scene.predict import Predictor
from diptych.scene.predict.cutout import coloured, overlay
from diptych.scene.train.onnx import export
from diptych.scene.train.presets import PRESETS
from diptych.scene.train.task import SceneTask
from diptych.scene.world import render_world

PLATES, CUTOUTS, SIDE_PX = 16, 32, 224
SIZE_PX = 96  # at which the smoke preset trains
JUDGED = 96
SHOWN, SHOWN_PX = 5, 224
BASELINES = ("difference", "keyer")
ASKED: tuple[tuple[str, tuple[str, ...]], ...] = (  # each with the examples that are given with it
    ("write a program to find the largest word in the sentence 'small networks that answer twice'", ()),
    ("sort the words ['pear', 'fig', 'apple'] by their number of vowels", ()),
    ("combine the values of a list", ("f([2, 3, 4]) == 24", "f([5]) == 5")),
    ("build a website with a login", ()),
)


@dataclass(frozen=True)
class DemoProgram:
    """A description with its examples, what the shipped net wrote for it, what there is to say about that, and what
    it printed in the runner."""

    description: str
    examples: tuple[str, ...]
    program: str
    confidence: float
    notes: str
    output: str


def demo(out: Path, seed: int) -> Path:
    """Do everything in the folder `out`, which a second call goes on with; return the page."""
    console.rule("1. A world of plates and cutouts")
    render_world(out / "assets", PLATES, CUTOUTS, SIDE_PX, seed, os.cpu_count() or 1)
    console.rule("2. A data set of their pairs")
    plan(out / "assets", out / "data", DataPlan(Policy("scaled", seed=seed)))
    data = SceneData(out / "data")
    gallery.write(data, out / "gallery", seed=seed)
    console.rule("3. A net that answers twice")
    task = SceneTask(data, seed=seed)
    settings = PRESETS["smoke"].settings(len(data.split("train")), seed)
    train(task, settings, RunOptions(out / "run", accelerator="cpu", log=5, keep=50, tensorboard=False))
    export(out / "run", out / "run", data.range)
    nets = {"this net": Predictor(out / "run"), "shipped net": Predictor()}
    console.rule("4. Scores on unseen plates and unseen cutouts, beside what needs no net")
    scores = _scores(data, nets, seed)
    for entry, row in scores.items():
        console.print(f"  {entry:11}" + "   ".join(f"{way} {iou:.3f}" for way, iou in row.items()))
    console.rule("5. Predictions")
    answers = _answers(data, nets, seed)
    console.rule("6. Programs, written by the shipped net and run where they can do no harm")
    programs = _programs()
    page = out / "index.html"
    write_text(page, _page(data, scores, answers, programs))
    console.print(f"\nOpen {page}", soft_wrap=True)
    return page


def _scores(data: SceneData, nets: dict[str, Predictor], seed: int) -> dict[str, dict[str, float]]:
    """Mean IoU for each entry of the suite: of both nets, and of the baselines tuned on validation."""
    contests = {name: Contest(data, net, SIZE_PX, JUDGED, seed=seed) for name, net in nets.items()}
    rows: dict[str, dict[str, float]] = {}
    for entry, perturbation in track(SUITE.items(), "evaluate", len(SUITE), "cases"):
        row: dict[str, float] = {}
        for name, contest in contests.items():
            ways = ("predict", *(BASELINES if name == "this net" else ()))
            results = contest.run(perturbation, ways, depth=False).scores
            row |= {name if way == "predict" else way: scores["iou"] for way, scores in results.items()}
        rows[entry] = row
    return rows


def _answers(data: SceneData, nets: dict[str, Predictor], seed: int) -> str:
    """Rows of plate, frame, both nets' masks on the frame, the shipped net's depth, true depth: a data address."""
    numbers = data.split("test")
    numbers = numbers[np.linspace(0, len(numbers) - 1, SHOWN).astype(int)]
    batch = perturb(data.batch(numbers, SHOWN_PX), sample_seeds(seed, 0, numbers), SUITE["all"])
    rows: list[Bytes] = []
    for plate, frame, true in zip(batch["plate"], batch["frame"], batch["depth"], strict=True):
        answers = [net.predict(plate, frame, strict=False) for net in nets.values()]
        masks = [overlay(mask[0], frame) for mask, _ in answers]
        rows += [plate, frame, *masks, coloured(answers[-1][1][0]), coloured(true)]
    headings = ("plate", "frame", *(f"{name}: mask" for name in nets), "shipped net: depth", "true depth")
    sheet = gallery.sheet(rows, len(headings), headings)
    _, encoded = cv2.imencode(".webp", cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_WEBP_QUALITY, 90])
    return "data:image/webp;base64," + base64.b64encode(encoded.tobytes()).decode()


def _programs() -> list[DemoProgram]:
    """What the shipped net writes for a composition, for an example that decides, and where it says no."""
    writer = diptych.load("code")
    with Runner() as runner:
        wrote = []
        for description, examples in ASKED:
            best = writer.answers(description, examples=tuple(map(parse, examples)), runner=runner)[0]
            ended = runner.run(best.program)
            remarks = "\n".join(notes(best))
            wrote.append(
                DemoProgram(
                    description, examples, best.program, best.confidence, remarks, ended.stdout + ended.stderr
                )
            )
        return wrote


def _page(data: SceneData, scores: dict[str, dict[str, float]], answers: str, programs: list[DemoProgram]) -> str:
    environment = Environment(
        loader=PackageLoader("diptych", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    figures: dict[str, Any] = {"judged": JUDGED, "size": SIZE_PX, "ways": list(scores["clean"])}
    template = environment.get_template("demo.html.jinja")
    return template.render(data=data, scores=scores, answers=answers, programs=programs, **figures)
