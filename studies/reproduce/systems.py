"""The five scene systems as they trained, each a frozen row: net, losses, optimiser, schedule, sizes, data.

Where a source leaves something open, this is taken: which placement policy belongs to which system, but for
`unet-small`, whose layout on disk shows it; for `dilated` the rise over 30 % of the steps; for `residual` and
`convgen` Adam at 1e-3 and 8 epochs, a tenth of the rate every 3; for `dense` Adam, K = 10 with cross-entropy, 3
epochs a size, one at each of its rates; for `unet-small` an SSIM window of 11; and 70 / 30 after a shuffle where no
split is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from diptych.engine.settings import Optimiser, Schedule, TrainingStage
from diptych.scene.data.placing.placement import Policy
from diptych.scene.train.presets import PRESETS
from diptych.scene.train.task import WEIGHTS

SHUFFLED = ("shuffled-train", "shuffled-test")
BY_CUTOUT = ("batches-1-9-train", "batch-10-test")
DEPTH_DEVIATION = 0.2557  # of the published depth maps, by which `dilated` divided them


@dataclass(frozen=True)
class ColourJitter:
    """What `unet-small` did to each picture by itself: each factor uniform within `colour` of none, hue in turns."""

    colour: float = 0.075  # of brightness, contrast, saturation, hue
    noise: float = 0.05  # deviation, of 0..1
    noisy: float = 0.2  # share of the pictures


@dataclass(frozen=True)
class System:
    """One source system. `epoch`: samples of an epoch as it was; `shares`: of the time, stage by stage."""

    net: str
    policy: Policy
    splits: tuple[str, str]
    weights: Mapping[str, float]
    optimiser: Optimiser
    schedule: Schedule
    stages: tuple[TrainingStage, ...]
    epoch: int
    reported: str
    shares: tuple[float, ...] = (1.0,)
    jitter: ColourJitter | None = None
    stretch: bool = False  # depth is stretched to 0..1 in each picture
    ema: float | None = None
    evaluations: int = 8  # in each stage


def policy(name: str) -> Policy:
    """The source systems' placing: nothing asks how much of a thing can be seen."""
    return Policy(name, visible=0.0, area=0.0)  # type: ignore[arg-type]


_STEPWISE = Schedule("step", every=3, factor=0.1)
_RESIDUAL = System(
    net="residual",
    policy=policy("scaled"),
    splits=SHUFFLED,
    weights={"mask/bce": 2.0, "depth/ssim-3": 1.0},  # our SSIM loss is (1 − SSIM) / 2
    optimiser=Optimiser("adam", rate=1e-3),
    schedule=_STEPWISE,
    stages=(TrainingStage(8, 16, 64),),
    epoch=16_000,
    reported="pictures",
)

SYSTEMS = {
    "dilated": System(
        net="dilated",
        policy=policy("scaled"),
        splits=SHUFFLED,
        weights={"mask/bce": 1.0, "depth/l1": 1 / DEPTH_DEVIATION},
        optimiser=Optimiser("sgd", rate=1.0, momentum=0.9, nesterov=True),
        schedule=Schedule("one-cycle", warmup=0.3, start=0.1, end=1e-5),
        stages=(TrainingStage(13, 40, 100),),
        epoch=88_000,
        reported="pictures",
    ),
    "residual": _RESIDUAL,
    "convgen": System(
        net="convgen",
        policy=policy("scaled"),
        splits=SHUFFLED,
        weights={"mask/bce": 2.0, "mask/ssim-3": 1.0},
        optimiser=_RESIDUAL.optimiser,
        schedule=_STEPWISE,
        stages=_RESIDUAL.stages,
        epoch=16_000,
        reported="pictures",
    ),
    "dense": System(
        net="dense",
        policy=policy("perspective"),
        splits=SHUFFLED,
        weights={"mask/bce": 10.0, "depth/mse": 10.0},
        optimiser=Optimiser("adam", rate=1e-3),
        schedule=Schedule("step", every=1, factor=0.1),  # 1e-3, 1e-4, 1e-5 at every size
        stages=(
            TrainingStage(3, 1024, 32),
            TrainingStage(3, 256, 64),
            TrainingStage(3, 64, 128),
            TrainingStage(3, 16, 256),
        ),
        epoch=280_000,
        reported="δ .705/.862/.911, RMSE .085, mask MSE .0025 at 256 px",
        shares=(0.15, 0.3, 0.55),  # up to 128 px, unless asked for more
        evaluations=3,
    ),
    "unet-small": System(
        net="unet-small",
        policy=policy("fixed"),
        splits=BY_CUTOUT,
        weights={"mask/bce": 2.0, "depth/ssim-11": 2.0},  # 2·BCE + (1 − SSIM)
        optimiser=Optimiser("sgd", rate=0.01, momentum=0.9, nesterov=False, decay=1e-5),
        schedule=Schedule("step", every=2, factor=0.1),
        stages=(TrainingStage(5, 100, 160),),
        epoch=360_000,
        reported="IoU .948–.950",
        jitter=ColourJitter(),
        stretch=True,
        evaluations=10,
    ),
}


def ours(like: System, device: str) -> System:
    """`slim` in its own way on the samples of another system, at its last size, read once.

    Its usual steps of 16 leave a GPU idle; there they are of 64.
    """
    usual = PRESETS["laptop"]
    return System(
        net="slim",
        policy=like.policy,
        splits=like.splits,
        weights=WEIGHTS,
        optimiser=Optimiser("adamw", usual.rate, decay=1e-2, clip=1.0),
        schedule=Schedule("one-cycle", warmup=0.1),
        stages=(TrainingStage(1, 16 if device == "cpu" else 64, like.stages[len(like.shares) - 1].size),),
        epoch=like.epoch,
        reported="",
        ema=0.998,
        evaluations=4,
    )
