"""Composing on the device that trains, so that the data keeps up with a GPU.

The samples are those of `scene.data.composing`, pixel for pixel within a level: a thing is resampled by the same
weights, here as two matrix products over the whole batch. One thing in a frame, plainly blended.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from diptych.errors import Problem
from diptych.scene.data.composing.blend import COVERED
from diptych.scene.data.composing.compose import Blending
from diptych.scene.data.composing.resample import BITS, ONE
from diptych.scene.data.composing.shelf import LEVELS, shelve_cutouts, shelve_plates
from diptych.scene.data.dataset import SceneData
from diptych.scene.data.placing.placement import FLIP, UNITS

OPAQUE = 255 << 8  # alpha 1 between the two roundings
DOWN = 2 * BITS - 8  # bits from sums of weighted colours to that scale


@dataclass(frozen=True)
class DeviceComposer:
    """All assets and placements of a data set on one device, composed at `size` px.

    plates: uint8 [P, H, W, 3]; depths: float32 [P, H, W]; pixels: int32 [C, L], one premultiplied RGBA pixel each, in
    a pyramid that `levels` [C, LEVELS, 3] describes; relief: int32 [C, l], mm, or of length 0. Of each sample: plate,
    cutout, x, y, size, flags (int64 [N, 6]); metres and metres a millimetre of relief (float32 [N, 2]).
    """

    size: int
    canvas: tuple[int, int]
    slope: float
    offset: float
    widest: int  # px, a side that holds every level drawn from
    plates: Tensor
    depths: Tensor
    pixels: Tensor
    relief: Tensor
    levels: Tensor
    sides: Tensor
    rows: Tensor
    metres: Tensor

    @classmethod
    def of(cls, data: SceneData, size: int, device: torch.device, threads: int = 2) -> "DeviceComposer":
        """Read everything once."""
        policy, assets = data.policy, data.assets
        plain = policy.canvas[0] == policy.canvas[1] and data.composer.look == Blending() and data.labels is None
        if not plain or policy.things + policy.distractors != 1:
            raise Problem("Only one thing on a square canvas, plainly blended, is composed on the device.")
        detail = policy.canvas[0]
        while detail < size:
            detail *= 2
        plates = shelve_plates(assets.plates, 1.0, size, size, data.range, len(assets.plates))
        cutouts = shelve_cutouts(assets.cutouts, detail, len(assets.cutouts), 0.0)
        plates.hold(np.arange(len(assets.plates)), threads)
        cutouts.hold(np.arange(len(assets.cutouts)), threads)
        pictures, depths, _ = (array[plates.slots.slot_of] for array in plates.arrays)
        pixels, relief, levels, _ = (array[cutouts.slots.slot_of] for array in cutouts.arrays)
        table = np.asarray(data.placements).reshape(len(data.placements), -1)
        rows = np.stack([table[name][:, 0] for name in ("plate", "cutout", "x", "y", "size", "flags")], 1)
        metres = np.stack([table["metres"][:, 0], data.composer.relief_scale(table)[:, 0]], 1)
        # A level is less than twice as fine as the view; what is enlarged has all its own pixels.
        widest = min(2 * int(np.ceil(rows[:, 4].max() / UNITS * size)) + 2, detail)

        def there(array: NDArray[np.generic]) -> Tensor:
            return torch.from_numpy(np.ascontiguousarray(array)).to(device)

        return cls(
            size, policy.canvas, float(data.range.slope), float(data.range.offset), widest,
            there(pictures), there(depths), there(_as_pixels(pixels)), there(relief.astype(np.int32)), there(levels),
            there(data.composer.sides), there(rows.astype(np.int64)), there(metres),
        )  # fmt: skip

    def compose(self, numbers: Tensor) -> dict[str, Tensor]:
        """Samples by their numbers: plate, frame uint8 [N, 3, H, W], mask uint8 and depth float32 [N, 1, H, W].

        The colours lie channels last, as convolutions like them; unknown depth is −1.
        """
        plate, cutout, x, y, size, flags = self.rows[numbers].unbind(1)
        wide, tall = (size.double() / UNITS * self.sides[cutout, axis] * self.size for axis in (1, 0))
        left, top = x.double() * self.size / UNITS - wide / 2, y.double() * self.size / UNITS - tall / 2
        mirrored = (flags & FLIP) > 0
        full = self.levels[cutout, 0, 1:].double()  # height, width
        finer = torch.stack([full[:, 0] / tall, full[:, 1] / wide], 1)
        coarser = 2.0 ** torch.arange(1, LEVELS, device=numbers.device)
        level = (finer.amin(1, keepdim=True) >= coarser).sum(1)
        first, high, broad = self.levels[cutout, level].unbind(1)
        part = 0.5 ** level.double()
        rows = _weights(self.size, self.widest, top, finer[:, 0] * part, full[:, 0] * part, None)
        columns = _weights(self.size, self.widest, left, finer[:, 1] * part, full[:, 1] * part, mirrored)
        things = self._blended(cutout, first // 4, high, broad, rows, columns)  # int32 [N, H, 4, W]

        under = self.plates[plate]  # [N, H, W, 3]
        colours, alpha = things[:, :, :3].transpose(2, 3), things[:, :, 3, :, None]
        over = (colours * 255 + under * (OPAQUE - alpha) + OPAQUE // 2) // OPAQUE
        plain = torch.where(alpha == OPAQUE, colours + 128 >> 8, over).byte()
        frame = torch.where(alpha == 0, under, plain)
        mask = (alpha[..., 0] + 128 >> 8).clamp(max=255).byte()
        depth = self._depth(numbers, plate, cutout, mask, left, top, finer, full, mirrored)
        return {
            "plate": under.permute(0, 3, 1, 2),
            "frame": frame.permute(0, 3, 1, 2),
            "mask": mask[:, None],
            "depth": depth[:, None],
        }

    def _blended(
        self, cutout: Tensor, first: Tensor, high: Tensor, broad: Tensor, rows: Tensor, columns: Tensor
    ) -> Tensor:
        """The things alone, premultiplied, 0..OPAQUE: int32 [N, H, 4, W]."""
        line = torch.arange(self.widest, device=cutout.device)
        inside = (line[:, None] < high[:, None, None]) & (line < broad[:, None, None])
        at = first[:, None, None] + line[:, None] * broad[:, None, None] + line
        held = self.pixels[cutout[:, None, None], torch.where(inside, at, 0)]
        source = torch.where(inside, held, 0).view(torch.uint8).float()  # [N, S, S * 4]
        lines = (rows @ source).unflatten(2, (self.widest, 4)).transpose(2, 3)  # [N, H, 4, S]
        return (lines.flatten(1, 2) @ columns.mT).add_(1 << DOWN - 1).int().unflatten(1, (self.size, 4)) >> DOWN

    def _depth(
        self, numbers: Tensor, plate: Tensor, cutout: Tensor, mask: Tensor,
        left: Tensor, top: Tensor, finer: Tensor, full: Tensor, mirrored: Tensor,
    ) -> Tensor:  # fmt: skip
        """Scaled inverse depth [N, H, W]: the plate's, and where the thing covers it, the thing's."""
        metres, behind = self.metres[numbers].unbind(1)
        distance = metres[:, None, None]
        if self.relief.shape[1]:
            middle = torch.arange(self.size, device=numbers.device) + 0.5
            most = full.long() - 1
            v, u = (
                ((middle - start[:, None]) * finer[:, axis, None]).long().clamp(min=0).minimum(most[:, axis, None])
                for axis, start in ((0, top), (1, left))
            )
            u = torch.where(mirrored[:, None], most[:, 1, None] - u, u)
            at = v[:, :, None] * full[:, 1, None, None].long() + u[:, None]
            distance = distance + self.relief[cutout[:, None, None], at] * behind[:, None, None]
        value = ((1 / distance.clamp(min=1e-6) - self.offset) * self.slope).clamp(0, 1)
        value = torch.where(metres[:, None, None] > 0, value, -1.0)
        return torch.where(mask >= COVERED, value, self.depths[plate])


def _as_pixels(shelf: NDArray[np.uint8]) -> NDArray[np.int32]:
    return np.ascontiguousarray(shelf[:, : shelf.shape[1] // 4 * 4]).view(np.int32)


def _weights(
    count: int, source: int, start: Tensor, ratio: Tensor, extent: Tensor, mirrored: Tensor | None
) -> Tensor:
    """How much each of `source` pixels counts in each of `count`, float32 [N, count, source] of whole numbers; see
    `resample.spans`."""
    box = ratio.clamp(min=1)[:, None, None]
    centre = (torch.arange(count, device=start.device) + 0.5 - start[:, None]) * ratio[:, None]
    if mirrored is not None:
        centre = torch.where(mirrored[:, None], extent[:, None] - centre, centre)
    edges = torch.arange(source + 1, device=start.device)
    covered = ((edges - (centre[:, :, None] - box / 2)) / box).clamp(0, 1).mul_(ONE).add_(0.5).floor_().float()
    return covered[..., 1:] - covered[..., :-1]
