"""Trainings by name. Lengths are counted in samples, because an epoch of a recipe can be hundreds of thousands."""

from dataclasses import dataclass

from diptych.engine.settings import Optimiser, Schedule, Settings, TrainingStage


@dataclass(frozen=True)
class ScenePreset:
    """A training of `samples` samples in steps of `batch`, crops of `size` px.

    `later`: the stages that follow, how many times as long and as large each is; its schedule starts anew.
    """

    samples: int
    batch: int
    size: int
    rate: float
    ema: float
    evaluations: int
    later: tuple[tuple[float, float], ...] = ()

    def settings(self, length: int, seed: int) -> Settings:
        """The settings for a training split of `length` samples."""
        epochs = self.samples / length
        return Settings(
            stages=tuple(
                TrainingStage(epochs * long, self.batch, round(self.size * large))
                for long, large in ((1, 1), *self.later)
            ),
            optimiser=Optimiser("adamw", self.rate, decay=1e-2, clip=1.0),
            schedule=Schedule("one-cycle", warmup=0.1),
            ema=self.ema,
            evaluate=epochs / self.evaluations,
            judged=448,
            seed=seed,
        )


PRESETS = {
    "smoke": ScenePreset(samples=8_000, batch=16, size=96, rate=4e-3, ema=0.98, evaluations=3),
    # On from trained weights: a small rate, so that little is forgotten.
    "tune": ScenePreset(samples=24_000, batch=16, size=160, rate=3e-4, ema=0.99, evaluations=3),
    "laptop": ScenePreset(samples=60_000, batch=16, size=128, rate=3e-3, ema=0.998, evaluations=6),
    # The last stage is for the size at which views are asked for; the first would be a third dearer there.
    "full": ScenePreset(
        samples=170_000, batch=16, size=128, rate=4e-3, ema=0.9995, evaluations=6, later=((0.6, 1.25),)
    ),
    # For `wide`, whose attention wants a gentler rate: what small views teach costs least.
    "long": ScenePreset(
        samples=120_000,
        batch=16,
        size=96,
        rate=1e-3,
        ema=0.999,
        evaluations=3,
        later=((0.5, 4 / 3), (0.35, 5 / 3), (1.25, 5 / 3)),
    ),
}
