"""Trainings of the plate net by name; lengths are counted in views."""

from diptych.scene.train.presets import ScenePreset

PRESETS = {
    "smoke": ScenePreset(samples=4_000, batch=16, size=128, rate=1e-3, ema=0.99, evaluations=3),
    "laptop": ScenePreset(samples=40_000, batch=16, size=192, rate=1e-3, ema=0.998, evaluations=6),
    # The last stage is for the size at which a plate is asked for.
    "full": ScenePreset(
        samples=80_000, batch=16, size=192, rate=1e-3, ema=0.998, evaluations=6, later=((0.2, 4 / 3),)
    ),
}
