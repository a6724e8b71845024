"""What a sample costs from 4,000 to 4,000,000 samples, and how memory grows: `python -m bench.scale`.

All sets are of the same 20 plates and 10 cutouts, so that only the number of samples differs; what the assets cost is
the same for all and told by `plan` and `check` whole. Each set is measured in a process of its own, one round after
another. Costs a sample are processor time, which other work on the machine disturbs less; the ratio is the dearest
over the cheapest set. Then what a sample costs that is drawn at random while memory holds only a share of the
cutouts, and what it costs to say which samples a split has.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np

from bench.scenes import arguments, assets
from diptych.scene.data.composing.shelf import cutout_bytes
from diptych.scene.data.dataset import SceneData

PER_PAIR = (10, 100, 1_000, 10_000)
ROUNDS = 3

CHILD = """
import json, resource, sys, time
from pathlib import Path
from statistics import median
import numpy as np
from diptych.scene.data import dataset
from diptych.scene.data.placing import place
from diptych.scene.data import splits
from diptych.scene.data.assets import sha256
from diptych.scene.data.placing.ground import ground
from diptych.scene.data.placing.placement import Policy

def cost(run, count, least=40_000):
    repeats = max(least // count, 1)
    start = time.process_time()
    for _ in range(repeats):
        run()
    return (time.process_time() - start) / repeats / count

source, out, per_pair = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
policy = Policy("perspective", per_pair=per_pair)
start = time.perf_counter()
dataset.plan(source, out, dataset.Plan(policy))
found = {"plan": time.perf_counter() - start}
data = dataset.SceneData(out)
count = found["samples"] = len(data)
rng = np.random.default_rng(0)
data.batch(rng.integers(0, count, 500), 160, 2)
found["batch"] = median(cost(lambda: data.batch(rng.integers(0, count, 64), 160, 2), 64, 1280) for _ in range(7))
start = time.perf_counter()
assert not data.check()
found["check"] = time.perf_counter() - start
found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
found["hash"] = cost(lambda: sha256(out / dataset.PLACEMENTS), count, 400_000)
dealt = (data.about["plates"], data.about["cutouts"])
parts = tuple(np.array([splits.NAMES.index(facts["part"]) for facts in kind], np.uint8) for kind in dealt)
known = ground(data.assets, policy, parts, True, 2)

def placed():
    for first in range(0, count, dataset.CHUNK):
        place.placements(policy, data.grid, known, np.arange(first, min(first + dataset.CHUNK, count)), 1)

found["place"] = cost(placed, count)
print(json.dumps(found))
"""


def measured(source: Path, out: Path, per_pair: int) -> dict[str, float]:
    """Plan, load and check one data set in a process of its own."""
    child = [sys.executable, "-c", CHILD, str(source), str(out), str(per_pair)]
    return dict(json.loads(subprocess.run(child, check=True, capture_output=True, text=True).stdout))


def tight(folder: Path, share: float) -> float:
    """Return processor seconds a sample, with room for a share of the cutouts."""
    data = SceneData(folder)
    cutouts = data.assets.cutouts
    data = SceneData(folder, int(2 * share * len(cutouts) * cutout_bytes(cutouts, min(data.policy.canvas))) + 1)
    rng = np.random.default_rng(0)
    taken = []
    for _ in range(12):
        start = time.process_time()
        data.batch(rng.integers(0, len(data), 64), 160)
        taken.append((time.process_time() - start) / 64)
    return median(taken[4:])


def split(folder: Path, name: str) -> float:
    """Return processor seconds a sample of the data set."""
    data = SceneData(folder)
    start = time.process_time()
    data.split(name)
    return (time.process_time() - start) / len(data)


def main() -> None:
    """Measure and print."""
    arguments(__doc__)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        source = assets(folder / "assets", 20, 10)
        measured(source, folder / "warm", 1)  # compiles
        runs = [
            [measured(source, folder / f"{per_pair}-{turn}", per_pair) for per_pair in PER_PAIR]
            for turn in range(ROUNDS)
        ]
        shares = {share: tight(folder / f"{PER_PAIR[1]}-0", share) for share in (1, 0.5, 0.2)}
        names = {name: split(folder / f"{PER_PAIR[-1]}-0", name) for name in ("train", "shuffled-train")}
    print("  samples   place a sample   load a sample   check a sample   plan whole   check whole   peak memory")
    table = [
        {key: median(figures[key] for figures in column) for key in column[0]} for column in zip(*runs, strict=True)
    ]
    for row in table:
        print(
            f"{row['samples']:9,.0f} {row['place'] * 1e6:13.2f} µs {row['batch'] * 1e6:12.1f} µs"
            f" {row['hash'] * 1e9:13.1f} ns {row['plan']:10.2f} s {row['check']:11.2f} s"
            f" {row['peak'] / 2**20:11,.0f} MiB"
        )
    for key in ("place", "batch", "hash"):
        column = [row[key] for row in table]
        print(f"{key}: dearest over cheapest {max(column) / min(column):.2f}")
    for share, seconds in shares.items():
        print(f"memory holds {share:.0%} of the cutouts: {seconds * 1e6:,.0f} µs a sample")
    for name, seconds in names.items():
        print(f"the split {name}: {seconds * 1e9:.1f} ns a sample of the data set")


if __name__ == "__main__":
    main()
