"""Trainings by name. Lengths are counted in samples, because an epoch of the world is as long as one likes."""

from dataclasses import dataclass

from diptych.engine.settings import Optimiser, Schedule, Settings, Stage


@dataclass(frozen=True)
class Preset:
    """A training in steps of `batch`: a stage of each of `samples` samples, its schedule starting anew."""

    samples: tuple[int, ...]
    batch: int
    rate: float
    ema: float | None
    judge_every: int  # samples between two evaluations
    judged: int
    finder: int  # examples of the world that the finder learns from
    finder_epochs: int

    def settings(self, length: int, seed: int) -> Settings:
        """The settings for a training split of `length` samples."""
        return Settings(
            stages=tuple(Stage(samples / length, self.batch) for samples in self.samples),
            optimiser=Optimiser("adamw", self.rate, decay=1e-2, clip=1.0),
            schedule=Schedule("one-cycle", warmup=0.06, end=1e-2),
            ema=self.ema,
            precision="bf16-mixed",
            evaluate=self.judge_every / length,
            judged=self.judged,
            seed=seed,
        )


PRESETS = {
    "smoke": Preset((640,), 32, 2e-3, ema=None, judge_every=640, judged=64, finder=6_000, finder_epochs=2),
    "laptop": Preset((70_400,), 32, 2e-3, ema=0.997, judge_every=9_600, judged=256, finder=400_000, finder_epochs=4),
    "full": Preset(
        (70_400, 160_000), 32, 2e-3, ema=0.997, judge_every=9_600, judged=256, finder=400_000, finder_epochs=4
    ),
}
