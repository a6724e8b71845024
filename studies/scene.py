"""The scene systems' questions, answered small: `python -m studies.scene [NAMES]`.

Each row is a short training on one core, on a built-in world of its own, scored on unseen plates and unseen cutouts.
Rows are kept in runs/studies/scene/rows.jsonl as they are done, so that the same command goes on; the tables are
printed and written to docs/studies-scene.md.
"""

import hashlib
import json
import os
import sys
import time
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional as F

from diptych.engine.settings import Optimiser, RunOptions, Schedule, Settings, TrainingStage
from diptych.engine.train import train
from diptych.files import write_text
from diptych.scene.data.dataset import DataPlan, SceneData, plan
from diptych.scene.data.perturb import SUITE, perturb, sample_seeds
from diptych.scene.data.placing.placement import Policy
from diptych.scene.data.splits import spread
from diptych.scene.evaluate.baselines import MeanMap, fit
from diptych.scene.evaluate.contest import stacked
from diptych.scene.nets import NETS
from diptych.scene.predict.classical import Difference, Keyer
from diptych.scene.train.metrics import SceneScores
from diptych.scene.train.task import SceneTask
from diptych.scene.world import render_world
from studies.scene_questions import BATCH, QUESTIONS, SIZE, Ask, Question, Training

FOLDER = Path("runs/studies/scene")
DOC = Path(__file__).parents[1] / "docs/studies-scene.md"
PLATES, CUTOUTS, SIDE_PX, SEED = 200, 300, 224, 5
JUDGED = 192  # test samples
COST = "cost.json"
ENTRIES = {"clean": ("test", "clean"), "all": ("test", "all"), "seen": ("train", "clean")}  # split, suite entry
FIGURES = (("iou", "clean"), ("iou", "all"), ("depth_rmse", "clean"), ("depth_rmse", "seen"), ("depth_ssim", "seen"))
KEPT = {"iou": "mask", "depth_rmse": "depth", "depth_ssim": "depth"}  # what is kept of a head's scores
Row = dict[str, Any]


def main(names: list[str]) -> None:
    if unknown := set(names) - set(QUESTIONS):
        sys.exit(f"There is no question {', '.join(unknown)}. There are {', '.join(QUESTIONS)}.")
    torch.set_num_threads(1)
    questions = {name: QUESTIONS[name] for name in names or QUESTIONS}
    trials = [pair for question in questions.values() for pair in question.trials.values()]
    baselines()
    for seed in sorted({seed for training, _ in trials for seed in training.seeds}):
        for training, ask in trials:
            if seed in training.seeds:
                row(training, ask, seed)
    text = report()
    print(text)
    write_text(DOC, text)


# --- Data


@cache
def data() -> SceneData:
    """The world that everything here is trained on and judged by."""
    render_world(FOLDER / "assets", PLATES, CUTOUTS, SIDE_PX, SEED, os.cpu_count() or 1)
    plan(FOLDER / "assets", FOLDER / "data", DataPlan(Policy("scaled", per_pair=4, seed=SEED)))
    return SceneData(FOLDER / "data")


@cache
def samples(split: str, entry: str) -> dict[str, Any]:
    """Samples of a split, whole views, under an entry of the stress suite."""
    numbers = spread(data().split(split), JUDGED)
    return perturb(data().batch(numbers, SIZE), sample_seeds(SEED, 0, numbers), SUITE[entry])


# --- Training


def row(training: Training, ask: Ask, seed: int) -> None:
    """Train (unless that is done), score, and append the row."""
    key = identity({"training": described(training), "ask": asdict(ask), "seed": seed})
    if key in kept():
        return
    folder = FOLDER / "runs" / identity({"training": described(training), "seed": seed})
    task = SceneTask(data(), training.net, training.weights, training.life, seed, subset=training.subset, whole=True)
    if not (folder / "weights.safetensors").exists():
        trained(training, task, folder, seed)
    net = NETS[training.net]().eval()
    net.load_state_dict(load_file(folder / "weights.safetensors"))
    scores = {entry: score(net, ask, entry, training) for entry in ENTRIES}
    keep({"key": key, **json.loads((folder / COST).read_text()), **scores})


def trained(training: Training, task: SceneTask, folder: Path, seed: int) -> None:
    """Train to the end, also what was interrupted, and note how many samples it read in how many seconds."""
    if (folder / COST).exists():
        cost = json.loads((folder / COST).read_text())
    else:
        count = training.samples if training.seconds is None else affordable(training)
        cost = {"seconds": 0.0, "samples": count}
    house = RunOptions(folder, 1, "cpu", 1, log=10**9, keep=10**9, tensorboard=False)
    start = time.process_time()
    try:
        train(task, settings(task, training, cost["samples"], seed), house)
    finally:
        cost["seconds"] += time.process_time() - start
        write_text(folder / COST, json.dumps(cost))


def settings(task: SceneTask, training: Training, count: int, seed: int) -> Settings:
    epochs = count / len(task.samples("train"))
    return Settings(
        stages=tuple(TrainingStage(epochs * share, training.batch, px) for px, share in training.stages),
        optimiser=Optimiser("adamw", training.rate, decay=1e-2, clip=1.0),
        schedule=Schedule("one-cycle", warmup=0.1),
        ema=0.98,
        evaluate=1e9,  # at the end alone, and of next to nothing: the score is taken here
        judged=2,
        seed=seed,
    )


def affordable(training: Training) -> int:
    """How many samples a training can read in its processor seconds: a step is timed, the second of two."""
    net, (px, _) = NETS[training.net](), training.stages[0]
    pair = torch.rand(2, training.batch, 3, px, px)
    for _ in range(2):
        start = time.process_time()
        torch.stack([head.square().mean() for head in net(*pair).values()]).sum().backward()
        seconds = time.process_time() - start
    assert training.seconds is not None
    return training.batch * max(round(training.seconds / seconds), 1)


# --- Scores


@torch.no_grad()
def score(net: torch.nn.Module, ask: Ask, entry: str, training: Training) -> dict[str, float]:
    """IoU and depth RMSE on the test split, of a net that is asked at another size if `ask` says so."""
    batch, scores = samples(*ENTRIES[entry]), SceneScores(data().range)
    chosen = np.linspace(0, JUDGED - 1, training.judged or JUDGED).astype(int)
    for part in np.array_split(chosen, max(len(chosen) // 12, 1)):
        answer = net(*(pictures(batch[key][part], ask.px) for key in ("plate", "frame")))
        mask, depth = answer["mask"].sigmoid(), answer.get("depth")
        true = torch.from_numpy(batch["mask"][part])[:, None] / 255
        scores.add(
            enlarged(mask, ask), true, None if depth is None else enlarged(depth, ask), deep(batch["depth"][part])
        )
    result = scores.compute()
    trained = {key.partition("/")[0] for key in training.weights}
    return {name: result[name] for name, head in KEPT.items() if head in trained and name in result}


def pictures(stack: np.ndarray, px: int) -> Tensor:
    """Bytes [N, H, W, 3] as [N, 3, px, px] in 0..1."""
    small = (
        stack
        if px == SIZE
        else np.stack([cv2.resize(picture, (px, px), interpolation=cv2.INTER_AREA) for picture in stack])
    )
    return torch.from_numpy(small).permute(0, 3, 1, 2).float() / 255


def enlarged(answer: Tensor, ask: Ask) -> Tensor:
    return answer if ask.px == SIZE else F.interpolate(answer, (SIZE, SIZE), mode=ask.enlarged)


def deep(depth: np.ndarray) -> Tensor:
    return torch.from_numpy(depth)[:, None]


def baselines() -> None:
    """What needs no net, tuned on validation for each entry."""
    if "baselines" in kept():
        return
    numbers = spread(data().split("train"), 2000)
    mean = MeanMap(SIZE, SIZE)
    mean.update(data().batch(numbers, SIZE, kinds=("depth",))["depth"])
    rows: Row = {"key": "baselines"}
    for entry in ENTRIES:
        batch, tuning = samples(*ENTRIES[entry]), samples("validation", ENTRIES[entry][1])
        true = torch.from_numpy(batch["mask"])[:, None] / 255
        for name, method in (("difference", Difference()), ("keyer", Keyer())):
            tuned = fit(method, zip(tuning["plate"], tuning["frame"], tuning["mask"] / np.float32(255), strict=True))
            scores = SceneScores(data().range)
            flat = stacked(list(np.repeat(mean.compute(SIZE, SIZE)[None], JUDGED, 0)))
            masks = [tuned(plate, frame) for plate, frame in zip(batch["plate"], batch["frame"], strict=True)]
            scores.add(stacked(masks), true, flat, deep(batch["depth"]))
            computed = scores.compute()
            rows.setdefault(name, {})[entry] = {"iou": computed["iou"]}
            rows.setdefault("mean map", {})[entry] = {key: computed[key] for key in ("depth_rmse", "depth_ssim")}
    keep(rows)


# --- Rows


def described(training: Training) -> Row:
    """What decides a training, but for its seed."""
    return {name: value for name, value in asdict(replace(training, seeds=(0,))).items() if name != "judged"}


def identity(facts: Row) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


def kept() -> dict[str, Row]:
    path = FOLDER / "rows.jsonl"
    lines = path.read_text().splitlines() if path.exists() else []
    return {line["key"]: line for line in map(json.loads, lines)}


def keep(line: Row) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "rows.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")
    print(json.dumps(line), flush=True)


# --- The page


def report() -> str:
    """The tables of all rows there are, as Markdown."""
    rows = kept()
    lines = [
        HEAD.format(size=SIZE, batch=BATCH, plates=PLATES, cutouts=CUTOUTS, judged=JUDGED),
        *base_table(rows["baselines"]),
    ]
    for question in QUESTIONS.values():
        lines += table(question, rows)
    return "\n".join(lines) + "\n"


def table(question: Question, rows: dict[str, Row]) -> list[str]:
    """The heading, rows and finding of one question: means over seeds, and how far these lie apart."""
    lines = []
    for label, (training, ask) in question.trials.items():
        keys = [
            identity({"training": described(training), "ask": asdict(ask), "seed": seed}) for seed in training.seeds
        ]
        answered = [rows[key] for key in keys if key in rows]
        if answered:
            lines.append(line(label, answered))
    return ["", f"## {question.name}", "", *HEADER, *lines, "", question.finding] if len(lines) > 1 else []


def line(label: str, rows: list[Row]) -> str:
    def figure(entry: str, name: str) -> str:
        values = [row[entry][name] for row in rows if name in row.get(entry, {})]
        if not values:
            return "–"
        apart = f" ± {(max(values) - min(values)) / 2:.3f}" if len(values) > 1 else ""
        return f"{np.mean(values):.3f}{apart}"

    cells = [figure(entry, name) for name, entry in FIGURES]
    cost = [f"{np.mean([row['samples'] for row in rows]):,.0f}", f"{np.mean([row['seconds'] for row in rows]):.0f}"]
    return f"| {' | '.join([label, *cells, *cost])} |"


def base_table(scores: Row) -> list[str]:
    rows = []
    for name in ("difference", "keyer", "mean map"):
        cells = [f"{value:.3f}" if (value := scores[name][entry].get(kind)) else "–" for kind, entry in FIGURES]
        rows.append(f"| {name} | {' | '.join(cells)} | | |")
    return ["", "## What needs no net", "", *HEADER, *rows]


HEADER = [
    "| | IoU clean | IoU all | depth RMSE | depth RMSE, seen plates | depth SSIM, seen plates | samples | s |",
    "|---|---|---|---|---|---|---|---|",
]
HEAD = """# The scene systems' questions, answered small

`python -m studies.scene` makes this page, on one core: a built-in world of {plates} plates and {cutouts} cutouts,
short trainings of `slim` on whole views of {size} px, in batches of {batch} (of 16 in the first two tables), and the
scores of {judged} test samples whose plates and cutouts no training saw: mean IoU at 0.5, where plate and frame are
clean and where they differ in every way of the stress suite at once, and RMSE of scaled inverse depth on the clean
ones. The last two scores are on {judged} training samples. Thresholds of what needs no net are tuned on validation
for each column. `s` is processor seconds of the training, data included, on a busy machine. Where two seeds were
trained, ± is half the distance between them. So short a training shows what learns fast, not what ends best. *Ours*
is the way of the shipped weights' first two stages. A question is shown here once two of its rows are done; the
command goes on with the others."""


if __name__ == "__main__":
    main(sys.argv[1:])
