"""Trainings by name, on a corpus of the world that is made first."""

from dataclasses import dataclass

from diptych.engine.settings import Optimiser, Schedule, Settings, TrainingStage


@dataclass(frozen=True)
class CodePreset:
    """A training on `examples` of the world, read `epochs` times in steps of `batch`."""

    examples: int
    epochs: float
    batch: int
    rate: float
    ema: float | None
    judge_every: float  # epochs between two evaluations
    validation: int = 8_192  # examples

    def settings(self, seed: int) -> Settings:
        """The settings of the engine."""
        return Settings(
            stages=(TrainingStage(self.epochs, self.batch),),
            optimiser=Optimiser("adamw", self.rate, decay=1e-2, clip=1.0),
            schedule=Schedule("one-cycle", warmup=0.06, end=1e-2),
            ema=self.ema,
            precision="bf16-mixed",
            evaluate=self.judge_every,
            judged=self.validation,
            seed=seed,
        )


PRESETS = {
    "smoke": CodePreset(12_800, 1, 128, 2e-3, ema=None, judge_every=1, validation=1_024),
    "laptop": CodePreset(260_000, 3, 96, 3e-3, ema=0.997, judge_every=0.5, validation=2_048),
    "full": CodePreset(2_400_000, 2.5, 256, 3e-3, ema=0.999, judge_every=0.5),
}
