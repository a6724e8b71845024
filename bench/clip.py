"""A 1280×720 clip from file to ProRes 4444, beside answering its frames alone: `python -m bench.clip [--frames N]`.

Ways take turns, each on as many threads as there are processors. *the net alone* is ONNX Runtime on pictures of the
working size; *answers alone* is `answer` on frames that lie in memory; *stream* is a line of JSON for each frame,
raw, one frame after the other, beside `answer` called the same way.
"""

import argparse
import io
import os
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from bench.predict import HEIGHT, WIDTH, pictures
from diptych.arrays import Bytes
from diptych.scene.predict import Predictor
from diptych.scene.predict.files import ordered
from diptych.scene.predict.fit import resized
from diptych.scene.predict.media.encode import Coding, Stretch, Times
from diptych.scene.predict.net import tensor
from diptych.scene.predict.outputs import OutputOptions
from diptych.scene.predict.predictor import work_size
from diptych.scene.predict.stream import serve_pipe
from diptych.scene.predict.video import predict_video

BASE = "answers alone"
THREADS = os.cpu_count() or 1
H264 = Coding(".mp4", "mp4", "libx264", "yuv420p", {"preset": "veryfast", "crf": "16"})


def write_clip(path: Path, frame: Bytes, count: int) -> list[Bytes]:
    """The frame with the noise of a sensor, `count` times, as H.264; return the frames."""
    random = np.random.default_rng(0)
    frames = []
    with Stretch(path, H264, (WIDTH, HEIGHT), Times(Fraction(25), Fraction(1, 25))) as stretch:
        for number in range(count):
            noise = random.normal(0, 1.5, frame.shape)
            frames.append((frame + noise).clip(0, 255).astype(np.uint8))
            stretch.add(frames[-1], number, 1)
    return frames


def ways(folder: Path, count: int) -> dict[str, tuple[int, Callable[[], object]]]:
    """Each way with how many frames it takes."""
    plate, frame = pictures()
    frames = write_clip(folder / "clip.mp4", frame, count)
    cv2.setNumThreads(1)
    predictor = Predictor(threads=1)
    against = predictor.against(plate)
    size = work_size(HEIGHT, WIDTH)
    small = tensor(resized(plate, size)), tensor(resized(frame, size))

    def whole(**wanted: object) -> Callable[[], object]:
        chosen = OutputOptions(trust_plate=True, **wanted)  # type: ignore[arg-type]
        return lambda: predict_video(against, folder / "clip.mp4", folder / "out", "clip", chosen, THREADS)

    return {
        "the net alone": (count, lambda: list(ordered(lambda _: predictor.net(*small), range(count), THREADS))),
        "answers alone": (count, lambda: list(ordered(lambda it: against.answer(it).seconds, frames, THREADS))),
        "file to ProRes 4444": (count, whole(video="prores4444")),
        "file to masks, H.264": (count, whole()),
        "file to VP9 with alpha": (count, whole(video="webm")),
    }


def measure(ways: dict[str, tuple[int, Callable[[], object]]], rounds: int) -> None:
    """Print what a frame takes by each way, in turn, by the clock and of all processors; medians over the rounds."""
    clock: dict[str, list[float]] = {name: [] for name in ways}
    processor: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, (count, run) in ways.items():
            start, spent = time.perf_counter(), time.process_time()
            run()
            if number:  # the first warms up
                clock[name].append((time.perf_counter() - start) / count * 1000)
                processor[name].append((time.process_time() - spent) / count * 1000)
    base = {"clock": np.median(clock[BASE]), "processor": np.median(processor[BASE])}
    print(f"{'a frame takes':26}{'clock':>10}{'':8}{'processor':>12}")
    for name in ways:
        wall, cpu = np.median(clock[name]), np.median(processor[name])
        print(f"{name:26}{wall:7.1f} ms {wall / base['clock']:6.2f}×{cpu:9.1f} ms {cpu / base['processor']:6.2f}×")


def latencies(count: int) -> tuple[float, float]:
    """Median seconds of `answer`, and of a line of JSON with things and mask from `stream`, on the same frames."""
    plate, frame = pictures()
    against = Predictor(threads=THREADS).against(plate)
    cv2.setNumThreads(THREADS)
    plain, streamed = [], []
    for _ in range(count):
        start = time.perf_counter()
        against.answer(frame)
        plain.append(time.perf_counter() - start)
        start = time.perf_counter()
        serve_pipe(
            against, io.BytesIO(frame.tobytes()), io.BytesIO(), (WIDTH, HEIGHT), OutputOptions(trust_plate=True), True
        )
        streamed.append(time.perf_counter() - start)
    return float(np.median(plain)), float(np.median(streamed))


def main() -> None:
    """Print it all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(ways(Path(folder), options.frames), options.rounds)
    plain, streamed = latencies(options.frames // 2)
    print(f"answer {plain * 1000:.1f} ms, stream {streamed * 1000:.1f} ms: {streamed / plain:.2f} times")


if __name__ == "__main__":
    main()
