"""What each net scores: on the system's own split and by identity, clean and as in life; and what needs no net."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn

from diptych.scene.data.dataset import SceneData
from diptych.scene.data.perturb import SUITE, perturb, sample_seeds
from diptych.scene.data.plasma import plasma
from diptych.scene.evaluate.baselines import MeanMap, fit
from diptych.scene.predict.classical import Difference
from diptych.scene.train.composer import DeviceComposer
from diptych.scene.train.losses import stretched
from diptych.scene.train.metrics import SceneScores
from studies.reproduce.layout import Data, Numbers

ENTRIES = ("clean", "all")  # of the stress suite
BATCH = 32
STRESSED = 256  # samples scored as in life, at most
MEAN_OF = 1024  # training samples whose depths make the mean map
SHOWN, TILE_PX = 4, 96
TILES = 8  # of a published strip
Batch = dict[str, Tensor]


class Jury:
    """Everything that is scored for one system, composed once a batch, never kept."""

    def __init__(
        self, data: Data, train: Numbers, judged: Numbers, scored: dict[str, Numbers], size: int,
        device: torch.device, stretch: bool,
    ) -> None:  # fmt: skip
        """`judged`: what baselines are tuned on; `scored`: test samples of `data.source`, and of `data.others`."""
        self.data, self.train, self.judged, self.scored = data, train, judged, scored
        self.size, self.device, self.stretch = size, device, stretch
        self._composers: dict[tuple[str, int], DeviceComposer] = {}

    # --- Nets

    @torch.no_grad()
    def scores(self, net: nn.Module) -> dict[str, Any]:
        """Metrics by split, then by entry of the stress suite."""
        return {
            split: {entry: self._scored(net, split, entry, self.size) for entry in ENTRIES} for split in self.scored
        }

    @torch.no_grad()
    def at(self, net: nn.Module, size: int) -> dict[str, float]:
        """Metrics on the system's own split, clean, at another size than the net was trained at."""
        return self._scored(net, "its split", "clean", size)

    @torch.no_grad()
    def sheet(self, net: nn.Module, path: Path) -> Path:
        """A few answers by identity: plate, frame, true mask, mask, true depth, depth, a row each."""
        numbers = self.scored["by identity"]
        shown = numbers[np.linspace(0, len(numbers) - 1, min(SHOWN, len(numbers))).astype(int)]
        batch = _ready(self._composed("others", shown, self.size))
        answer = net(batch["plate"], batch["frame"])
        masks = (batch["mask"], answer["mask"].float().sigmoid())
        columns = [_bytes(batch[key]) for key in ("plate", "frame")]
        columns += [_bytes(mask.expand(-1, 3, -1, -1)) for mask in masks]
        depths = [batch["depth"], *([answer["depth"].float()] if "depth" in answer else [])]
        columns += [plasma(depth[:, 0].clamp(0, 1).cpu().numpy()) for depth in depths]
        tiles = [np.concatenate([_small(picture) for picture in column]) for column in columns]
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.concatenate(tiles, 1)).save(path)
        return path

    def _scored(self, net: nn.Module, split: str, entry: str, size: int) -> dict[str, float]:
        scores = SceneScores(self.data.source.range)
        for batch in self._batches(split, entry, size):
            answer = net(batch["plate"], batch["frame"])
            depth = answer.get("depth")
            scores.add(answer["mask"].float().sigmoid(), batch["mask"], depth, self._true(batch["depth"]))
        return _kept(scores)

    def _true(self, depth: Tensor) -> Tensor:
        """Depth as the system saw it."""
        return stretched(depth) if self.stretch else depth

    # --- What needs no net

    def baselines(self) -> dict[str, Any]:
        """The threshold on |frame − plate|, tuned for each entry, and the mean depth map, as `scores`."""
        results: dict[str, Any] = {}
        mean = self._mean_map.compute(self.size, self.size)
        for entry in ENTRIES:
            tuning = list(self._batches("judged", entry, self.size))
            method = fit(Difference(), (triple for batch in tuning for triple in _triples(batch)))
            for split in self.scored:
                scores = SceneScores(self.data.source.range)
                for batch in self._batches(split, entry, self.size):
                    masks = torch.from_numpy(np.stack([method(p, f) for p, f, _ in _triples(batch)]))[:, None]
                    flat = torch.from_numpy(mean).expand(len(masks), 1, -1, -1)
                    scores.add(masks, batch["mask"].cpu(), flat, self._true(batch["depth"]).cpu())
                results.setdefault(split, {})[entry] = {**_kept(scores), "threshold": method.threshold}
        return results

    @cached_property
    def _mean_map(self) -> MeanMap:
        mean = MeanMap(self.size, self.size)
        some = self.train[np.linspace(0, len(self.train) - 1, min(MEAN_OF, len(self.train))).astype(int)]
        for start in range(0, len(some), BATCH):
            batch = self._composed("source", some[start : start + BATCH], self.size)
            mean.update(self._true(batch["depth"])[:, 0].cpu().numpy())
        return mean

    # --- Samples

    def _batches(self, split: str, entry: str, size: int) -> Iterator[Batch]:
        """Batches of a split on the device, pictures and masks in 0..1."""
        numbers = self.judged if split == "judged" else self.scored[split]
        kind = "others" if split == "by identity" else "source"
        numbers = (
            numbers
            if entry == "clean"
            else numbers[np.linspace(0, len(numbers) - 1, min(STRESSED, len(numbers))).astype(int)]
        )
        for start in range(0, len(numbers), BATCH):
            part = numbers[start : start + BATCH]
            batch = self._composed(kind, part, size)
            if entry != "clean":
                batch = self._perturbed(batch, part, entry)
            yield _ready(batch)

    def _composed(self, kind: str, numbers: Numbers, size: int) -> Batch:
        data: SceneData = getattr(self.data, kind)
        if self.device.type == "cpu":
            batch = data.batch(numbers, size)
            pictures = {key: torch.from_numpy(batch[key]).permute(0, 3, 1, 2) for key in ("plate", "frame")}
            return {**pictures, **{key: torch.from_numpy(batch[key])[:, None] for key in ("mask", "depth")}}
        if (kind, size) not in self._composers:
            self._composers[kind, size] = DeviceComposer.of(data, size, self.device)
        return self._composers[kind, size].compose(torch.from_numpy(numbers).to(self.device))

    def _perturbed(self, batch: Batch, numbers: Numbers, entry: str) -> Batch:
        arrays = {key: batch[key].permute(0, 2, 3, 1).cpu().numpy() for key in ("plate", "frame")}
        arrays |= {key: batch[key][:, 0].cpu().numpy() for key in ("mask", "depth")}
        changed = perturb(arrays, sample_seeds(0, 0, numbers), SUITE[entry])
        back = {key: torch.from_numpy(changed[key]).permute(0, 3, 1, 2) for key in ("plate", "frame")}
        back |= {key: torch.from_numpy(changed[key])[:, None] for key in ("mask", "depth")}
        return {key: value.to(self.device) for key, value in back.items()}


def _ready(batch: Batch) -> Batch:
    """Bytes to 0..1; depth is what it is."""
    return {key: value if key == "depth" else value.float() / 255 for key, value in batch.items()}


def _kept(scores: SceneScores) -> dict[str, float]:
    return {name: round(value, 5) for name, value in scores.compute().items()}


def _triples(batch: Batch) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.float32]]]:
    pictures = [_bytes(batch[key]) for key in ("plate", "frame")]
    return zip(*pictures, batch["mask"][:, 0].cpu().numpy(), strict=True)


def _bytes(picture: Tensor) -> NDArray[np.uint8]:
    return (picture.permute(0, 2, 3, 1).clamp(0, 1) * 255).round().byte().cpu().numpy()


def _small(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(picture, (TILE_PX, TILE_PX), interpolation=cv2.INTER_AREA), np.uint8)


# --- The published test pictures of `unet-small`


@torch.no_grad()
def published(net: nn.Module, folder: Path, device: torch.device) -> dict[str, float]:
    """Mean IoU of a net, of the published answers and of the best threshold, on strips of eight grey pictures.

    Depth: RMSE to the teacher's map after the best scale and shift, ours where the net has depth, and theirs.
    """
    sums: dict[str, list[float]] = {}
    for strip in sorted(folder.glob("test_bg_*.jpg")):
        number = strip.stem.split("_")[-1]
        kinds = (
            "bg", "fg_bg", "ground_truth_mask", "predicted_mask", "ground_truth_depth", "predicted_depth",
        )  # fmt: skip
        read = [_tiles(folder / f"test_{kind}_{number}.jpg") for kind in kinds]
        for plate, frame, true, theirs, deep, their_deep in zip(*read, strict=True):
            pair = [torch.from_numpy(p).to(device).permute(2, 0, 1)[None].float() / 255 for p in (plate, frame)]
            answer = net(*pair)
            wanted = true.mean(2) > 127
            changed = cv2.absdiff(plate, frame).max(2)
            sums.setdefault("net", []).append(_iou(answer["mask"][0, 0].cpu().numpy() > 0, wanted))
            sums.setdefault("theirs", []).append(_iou(theirs.mean(2) > 127, wanted))
            for level in range(6, 60, 3):
                sums.setdefault(f"above {level}", []).append(_iou(changed > level, wanted))
            teacher = _inverse(deep)
            if "depth" in answer:
                sums.setdefault("net's depth", []).append(_aligned(answer["depth"][0, 0].cpu().numpy(), teacher))
            sums.setdefault("their depth", []).append(_aligned(_inverse(their_deep), teacher))
            sums.setdefault("constant depth", []).append(float(teacher.std()))
    means = {name: float(np.mean(values)) for name, values in sums.items()}
    best = max(value for name, value in means.items() if name.startswith("above"))
    kept = {name: value for name, value in means.items() if not name.startswith("above")}
    return {name: round(value, 4) for name, value in {**kept, "best threshold": best}.items()}


def _tiles(path: Path) -> list[NDArray[np.uint8]]:
    """The pictures of a strip, uint8 [128, 128, 3]; the frame around each is left out."""
    strip = np.asarray(Image.open(path).convert("RGB"))
    dark = strip.min(2) < 245
    rows, columns = np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))
    strip = strip[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    wide = strip.shape[1] / TILES
    parts = [strip[4:-4, round(i * wide) + 4 : round((i + 1) * wide) - 4] for i in range(TILES)]
    return [np.ascontiguousarray(part[:128, :128]) for part in parts]


def _inverse(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """A picture in the plasma colours [h, w, 3] back as 0..1."""
    table = plasma(np.linspace(0, 1, 256, dtype=np.float32)[None, None])[0, 0].astype(float)
    return ((picture[..., None, :] - table) ** 2).sum(-1).argmin(-1) / 255


def _iou(mask: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    either = int((mask | true).sum())
    return int((mask & true).sum()) / either if either else 1.0


def _aligned(answered: NDArray[np.floating[Any]], true: NDArray[np.float64]) -> float:
    """RMSE after the scale and shift that fit best."""
    sides = np.stack([answered.ravel().astype(float), np.ones(answered.size)], 1)
    fitted, *_ = np.linalg.lstsq(sides, true.ravel(), rcond=None)
    return float(np.sqrt(((sides @ fitted - true.ravel()) ** 2).mean()))
