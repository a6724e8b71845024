"""The source systems' own trainings: `NAME-full` as they were, and `NAME`, reduced so that it runs on two cores.

They train on whole views, one plate and frame that differ in nothing but the thing (`unet-small` jitters colours),
and by splits that share plates, or plates and cutouts, between training and validation. A reduced one keeps net,
losses, optimiser and schedule; its epochs have fewer samples, its views are smaller, its batches too.

Where a source leaves something open, this is taken: for `dilated` the rise over 30 % of the steps; for `residual` and
`convgen` Adam at 1e-3, 8 epochs, a tenth of the rate every 3; for `dense` Adam, K = 10 with cross-entropy, 3 epochs a
size, one at each of its rates; for `unet-small` an SSIM window of 11; and 70 / 30 after a shuffle where no split is
named.

Time and memory of the reduced ones, reckoned from a few steps of each on one core, at the peak of the process:
`dilated` 5.8 processor minutes and 1.2 GiB, `residual` 2.6 and 1.0, `convgen` 2.0 and 0.7, `dense` 3.1 and 1.4,
`unet-small` 1.8 and 1.1. The full ones were not run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from diptych.engine.settings import Optimiser, Schedule, Settings, Stage
from diptych.scene.data.perturb.strengths import Light, Noise, Perturbation
from diptych.scene.data.samples import Samples
from diptych.scene.train.task import SceneTask

SHUFFLED = ("shuffled-train", "shuffled-test")
BY_CUTOUT = ("batches-1-9-train", "batch-10-test")


@dataclass(frozen=True)
class SourcePreset:
    """A training of a source system. `epoch`: distinct samples, as far as the data set has so many."""

    net: str
    weights: Mapping[str, float]
    optimiser: Optimiser
    schedule: Schedule
    stages: tuple[Stage, ...]
    epoch: int
    splits: tuple[str, str] = SHUFFLED
    life: Perturbation = field(default_factory=Perturbation.none)
    stretch: bool = False  # depth is stretched to 0..1 in each picture
    judged: int = 2048

    def task(self, data: Samples, seed: int, net: str | None = None) -> SceneTask:
        """What is trained: the source's own net, or another one in its way."""
        return SceneTask(
            data,
            net or self.net,
            self.weights,
            self.life,
            seed,
            splits=self.splits,
            subset=self.epoch,
            whole=True,
            stretch=self.stretch,
        )

    def settings(self, seed: int) -> Settings:
        """What the engine trains by: a judgement an epoch, or with few to judge on, one a stage."""
        every = 1.0 if self.judged > 64 else max(stage.epochs for stage in self.stages)
        return Settings(self.stages, self.optimiser, self.schedule, evaluate=every, judged=self.judged, seed=seed)

    def changed(
        self,
        samples: int | None = None,
        batch: int | None = None,
        size: int | None = None,
        rate: float | None = None,
    ) -> "SourcePreset":
        """The same with another number of samples read in all, or in every stage another batch or size in px."""
        stages = tuple(replace(s, batch=batch or s.batch, size=size or s.size) for s in self.stages)
        optimiser = replace(self.optimiser, rate=self.optimiser.rate if rate is None else rate)
        epochs = sum(stage.epochs for stage in stages)
        epoch = self.epoch if samples is None else max(round(samples / epochs), 1)
        return replace(self, stages=stages, optimiser=optimiser, epoch=epoch)

    def reduced(self, epoch: int, *stages: tuple[int, int]) -> "SourcePreset":
        """The same epochs, of fewer samples, at other (batch, size)."""
        few = tuple(
            Stage(stage.epochs, batch, size) for stage, (batch, size) in zip(self.stages, stages, strict=False)
        )
        return replace(self, stages=few, epoch=epoch, judged=64)


_STEPWISE = Schedule("step", every=3, factor=0.1)

_DILATED = SourcePreset(
    net="dilated",
    weights={"mask/bce": 1.0, "depth/l1": 1.0},
    optimiser=Optimiser("sgd", rate=1.0, momentum=0.9, nesterov=True),
    schedule=Schedule("one-cycle", warmup=0.3, start=0.1, end=1e-5),
    stages=(Stage(13, 40, 100),),
    epoch=88_000,
)
_RESIDUAL = SourcePreset(
    net="residual",
    weights={"mask/bce": 2.0, "depth/ssim-3": 1.0},  # our SSIM loss is (1 − SSIM) / 2
    optimiser=Optimiser("adam", rate=1e-3),
    schedule=_STEPWISE,
    stages=(Stage(8, 16, 64),),
    epoch=16_000,
)
_CONVGEN = replace(_RESIDUAL, net="convgen", weights={"mask/bce": 2.0, "mask/ssim-3": 1.0})
_DENSE = SourcePreset(
    net="dense",
    weights={"mask/bce": 10.0, "depth/mse": 10.0},
    optimiser=Optimiser("adam", rate=1e-3),
    schedule=Schedule("step", every=1, factor=0.1),  # 1e-3, 1e-4, 1e-5 at every size
    stages=(Stage(3, 1024, 32), Stage(3, 256, 64), Stage(3, 64, 128), Stage(3, 16, 256)),
    epoch=280_000,
)
_UNET_SMALL = SourcePreset(
    net="unet-small",
    weights={"mask/bce": 2.0, "depth/ssim-11": 2.0},  # 2·BCE + (1 − SSIM)
    optimiser=Optimiser("sgd", rate=0.01, momentum=0.9, nesterov=False, decay=1e-5),
    schedule=Schedule("step", every=2, factor=0.1),
    stages=(Stage(5, 100, 160),),
    epoch=360_000,
    splits=BY_CUTOUT,
    life=Perturbation(
        light=Light(  # hue is turned by the balance of the channels
            1.0, gain=(0, 0.075), white_balance=(0, 0.075), contrast=(0, 0.075), saturation=(0, 0.075), on_frame=0.5
        ),
        noise=Noise(0.2, gaussian=(0.05 * 255, 0.05 * 255)),
    ),
    stretch=True,
)

SOURCES = {
    "dilated": _DILATED.reduced(160, (8, 48)),
    "dilated-full": _DILATED,
    "residual": _RESIDUAL.reduced(64, (8, 32)),
    "residual-full": _RESIDUAL,
    "convgen": _CONVGEN.reduced(400, (8, 48)),
    "convgen-full": _CONVGEN,
    "dense": _DENSE.reduced(256, (32, 32), (16, 64)),
    "dense-full": _DENSE,
    "unet-small": _UNET_SMALL.reduced(800, (20, 64)),
    "unet-small-full": _UNET_SMALL,
}
