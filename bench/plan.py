"""Planning 400,000 samples, and what a sample costs from 4,000 to 4,000,000: `python -m bench.plan`.

The old way makes every sample (see bench.compose) before any can be used; its time is told by the samples that were
made, for 400,000 by the rule of three. Each plan runs in a process of its own, whose peak memory and processor time
are told.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np

from bench.compose import Pillow
from bench.scenes import arguments, assets
from diptych.scene.data.dataset import SceneData

PER_PAIR = {4_000: 2, 40_000: 20, 400_000: 20, 4_000_000: 200}  # of as many assets as make that count
OLD_COUNT = 60

CHILD = """
import json, resource, sys, time
from pathlib import Path
import numpy as np
from diptych.scene.data import manifest
from diptych.scene.data.dataset import DataPlan, SceneData, plan
from diptych.scene.data.placing.placement import Policy

source, out, per_pair = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
start, worked = time.perf_counter(), time.process_time()
about = plan(source, out, DataPlan(Policy("perspective", per_pair=per_pair)))
planned, processor = time.perf_counter() - start, time.process_time() - worked
data = SceneData(out)
rng = np.random.default_rng(0)
data.batch(np.arange(0, len(data), max(len(data) // 1000, 1)), 160, 2)
rates = []
for _ in range(5):
    start = time.perf_counter()
    for _ in range(20):
        data.batch(rng.integers(0, len(data), 64), 160, 2)
    rates.append((time.perf_counter() - start) / 1280)
start = time.perf_counter()
assert not data.check()
print(json.dumps({
    "samples": len(data), "plan": planned, "processor": processor, "batch": sorted(rates)[2],
    "check": time.perf_counter() - start,
    "bytes": about["files"]["placements.npy"]["bytes"], "all_bytes": sum(f["bytes"] for f in about["files"].values()),
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
}))
"""


def planned(source: Path, out: Path, per_pair: int) -> dict[str, float]:
    """Plan, load and check one data set in a process of its own."""
    child = [sys.executable, "-c", CHILD, str(source), str(out), str(per_pair)]
    return dict(json.loads(subprocess.run(child, check=True, capture_output=True, text=True).stdout))


def main() -> None:
    """Measure and print."""
    options = arguments(__doc__)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        few = assets(folder / "few", 10, 100)
        many = options.assets or assets(folder / "many")
        planned(few, folder / "warm", 1)  # compiles
        print("samples        plan   processor    a sample   bytes a sample   check   a batch's sample   peak memory")
        for count, per_pair in PER_PAIR.items():
            source = few if count < 400_000 else many
            runs = [planned(source, folder / f"{count}-{i}", per_pair) for i in range(3 if count < 4e6 else 1)]
            seconds, processor = (median(run[key] for run in runs) for key in ("plan", "processor"))
            run = runs[0]
            print(
                f"{run['samples']:>9,} {seconds:7.2f} s {processor:9.2f} s {seconds / run['samples'] * 1e6:8.2f} µs"
                f" {run['bytes'] / run['samples']:12.2f} {run['check']:10.2f} s {run['batch'] * 1e6:12.1f} µs"
                f" {run['peak'] / 2**20:14.0f} MiB"
            )
        data = SceneData(folder / "400000-0")
        old = Pillow(data, folder)
        start = time.perf_counter()
        old.run(np.random.default_rng(0).integers(0, len(data), OLD_COUNT))
        seconds = (time.perf_counter() - start) / OLD_COUNT
        size = (folder / "old.zip").stat().st_size / OLD_COUNT
        all_of_it = f"{seconds * 400_000:,.0f} s for 400,000"
        print(f"the old way: {seconds * 1e3:.1f} ms and {size:,.0f} bytes a sample, {all_of_it}")


if __name__ == "__main__":
    main()
