"""Trainings by name. Lengths are counted in samples, because an epoch of the world is as long as one likes."""

from dataclasses import dataclass

from diptych.engine.settings import Optimiser, Schedule, Settings, Stage


@dataclass(frozen=True)
class Preset:
    """A training of `samples` samples in steps of `batch`."""

    samples: int
    batch: int
    rate: float
    ema: float | None
    evaluations: int
    judged: int = 512
    finder: int = 60_000  # descriptions that the finder learns from
    finder_epochs: int = 3

    def settings(self, length: int, seed: int) -> Settings:
        """The settings for a training split of `length` samples."""
        epochs = self.samples / length
        return Settings(
            stages=(Stage(epochs, self.batch),),
            optimiser=Optimiser("adamw", self.rate, decay=1e-2, clip=1.0),
            schedule=Schedule("one-cycle", warmup=0.05, end=1e-2),
            ema=self.ema,
            precision="bf16-mixed",
            evaluate=epochs / self.evaluations,
            judged=self.judged,
            seed=seed,
        )


PRESETS = {
    "smoke": Preset(
        samples=640, batch=32, rate=2e-3, ema=None, evaluations=1, judged=64, finder=6_000, finder_epochs=2
    ),
    "laptop": Preset(samples=200_000, batch=64, rate=2e-3, ema=0.997, evaluations=20, finder=160_000),
    "full": Preset(samples=2_000_000, batch=128, rate=2e-3, ema=0.999, evaluations=40, finder=400_000),
}
