"""Seconds and memory of one large picture, from file to mask: `python -m bench.large [--megapixels 12 50]`.

Each run is a process of its own on a JPEG of the size that phones write, with another JPEG as its plate.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from tools import examples

RUNS = 3
PROGRAM = """
import resource, sys, time
from pathlib import Path
from diptych.scene.predict import run
from diptych.scene.predict.outputs import OutputOptions
start = time.perf_counter()
answers, identity = run.against(run.Chosen(threads=run.cores()), Path(sys.argv[1]))
wanted = OutputOptions(cutout=sys.argv[4] == "cutout")
tally = run.predict(run.Job(answers, Path(sys.argv[1]), Path(sys.argv[3]), wanted, 1), [Path(sys.argv[2])])
assert tally.code == 0 and tally.done == 1
own = resource.getrusage(resource.RUSAGE_SELF)
print(time.perf_counter() - start, own.ru_utime + own.ru_stime, own.ru_maxrss / 1024)
"""


def write_pictures(folder: Path, megapixels: float) -> tuple[Path, Path]:
    """An example of the page, enlarged to so many million pixels of 4:3, with the noise of a sensor."""
    height = round((megapixels * 1e6 * 3 / 4) ** 0.5)
    size = round(height * 4 / 3), height
    paths = []
    random = np.random.default_rng(0)
    for kind in ("plate", "frame"):
        small = np.asarray(Image.open(examples.FOLDER / f"cup.{kind}.webp").convert("RGB"))
        large = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_CUBIC)).astype(np.int16)
        large += random.integers(-3, 4, large.shape, np.int16)
        paths.append(folder / f"{kind}.jpg")
        Image.fromarray(large.clip(0, 255).astype(np.uint8)).save(paths[-1], quality=92)
    return paths[0], paths[1]


def main() -> None:
    """Print what each size takes; medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megapixels", type=float, nargs="+", default=[1, 12, 50])
    sizes = parser.parse_args().megapixels
    for megapixels in sizes:
        with tempfile.TemporaryDirectory() as name:
            pictures = [str(path) for path in write_pictures(Path(name), megapixels)]
            for extra in ("mask", "cutout"):
                command = [sys.executable, "-c", PROGRAM, *pictures, f"{name}/out", extra]
                runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(RUNS)]
                seconds, processor, mib = np.median([[float(word) for word in run.stdout.split()] for run in runs], 0)
                kinds = "mask, depth" + (", cutout" if extra == "cutout" else "")
                row = f"{megapixels:5g} MP  {kinds:20} {seconds:6.2f} s  {processor:6.2f} s processor  {mib:6.0f} MiB"
                print(row, flush=True)


if __name__ == "__main__":
    main()
