"""Contact sheets of a data set: samples, plates and cutouts, as PNG pictures and as one page that works offline."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from diptych.arrays import Bytes
from diptych.files import atomic, write_text
from diptych.scene.data import gallery_page
from diptych.scene.data.plasma import plasma
from diptych.scene.data.samples import Asset, AssetSamples

THUMB_PX = 160
MOST = 200  # plates or cutouts shown; a data set may have thousands
_PAPER, _INK, _GAP_PX, _HEADING_PX = 24, 224, 6, 22


def write(
    data: AssetSamples,
    out: Path,
    count: int = 24,
    seed: int = 0,
    size: int = THUMB_PX,
    described: Mapping[str, Any] | None = None,
) -> list[Path]:
    """Write `samples.png`, `plates.png`, `cutouts.png` and `index.html` into the folder `out`; return their paths.

    `count` random samples are composed at `size`; of plates and cutouts the first MOST are shown. `described`, what
    `stats.describe` returned, is shown as table and histograms.
    """
    numbers = np.sort(np.random.default_rng(seed).choice(len(data), min(count, len(data)), replace=False))
    samples = [
        (f"sample {number}", shown) for number, shown in zip(numbers, panels(data, numbers, size), strict=True)
    ]
    plates = _thumbs(data.assets.plates)
    cutouts = [(name, on_checkerboard(cutout)) for name, cutout in _thumbs(data.assets.cutouts)]
    written = []
    if samples:
        abreast = 2 if len(samples) > 8 else 1  # samples in a row, lest the sheet be a ribbon
        headings = abreast * tuple(samples[0][1])
        pictures = [picture for _, shown in samples for picture in shown.values()]
        written.append(_save(sheet(pictures, len(headings), headings), out / "samples.png"))
    for kind, named in (("plates", plates), ("cutouts", cutouts)):
        if named:
            columns = math.ceil(math.sqrt(len(named) * 1.5))
            written.append(_save(sheet([picture for _, picture in named], columns), out / f"{kind}.png"))
    totals = {"samples": len(data), "plates": len(data.assets.plates), "cutouts": len(data.assets.cutouts)}
    write_text(out / "index.html", gallery_page.page(samples, plates, cutouts, totals, described))
    return [*written, out / "index.html"]


def panels(data: AssetSamples, numbers: NDArray[Any], size: int) -> list[dict[str, Bytes]]:
    """Return each sample as named pictures, uint8 [H, W, 3]: plate, frame, mask, depth in grey and in plasma.

    Near is bright; unknown depth is a checkerboard; where no sample has depth there is no such picture.
    """
    if not len(numbers):
        return []
    batch = data.batch(numbers, size)
    with_depth = "depth" in batch and bool((batch["depth"] >= 0).any())
    shown = []
    for i in range(len(numbers)):
        sample = {"plate": batch["plate"][i], "frame": batch["frame"][i], "mask": _grey(batch["mask"][i])}
        if with_depth:
            depth = batch["depth"][i]
            unknown = depth < 0
            grey = _grey(np.round(np.clip(depth, 0, 1) * 255).astype(np.uint8))
            colour = plasma(depth)
            grey[unknown] = colour[unknown] = _checkerboard(*depth.shape)[unknown]
            sample |= {"depth": grey, "depth in plasma": colour}
        shown.append(sample)
    return shown


def sheet(pictures: Sequence[Bytes], columns: int, headings: Sequence[str] = ()) -> Bytes:
    """Lay uint8 [H, W, 3] pictures of any sizes out in rows, each in the middle of its cell: uint8 [H, W, 3]."""
    height, width = (max(picture.shape[axis] for picture in pictures) for axis in (0, 1))
    rows = math.ceil(len(pictures) / columns)
    top = _HEADING_PX if headings else _GAP_PX
    down, right = height + _GAP_PX, width + _GAP_PX
    out = np.full((top + rows * down, _GAP_PX + columns * right, 3), _PAPER, np.uint8)
    for i, picture in enumerate(pictures):
        y = top + i // columns * down + (height - picture.shape[0]) // 2
        x = _GAP_PX + i % columns * right + (width - picture.shape[1]) // 2
        out[y : y + picture.shape[0], x : x + picture.shape[1]] = picture
    if headings:
        image = Image.fromarray(out)
        draw, font = ImageDraw.Draw(image), ImageFont.load_default(13)
        for i, heading in enumerate(headings):
            draw.text((_GAP_PX + i * right, 3), heading, fill=(_INK,) * 3, font=font)
        out = np.asarray(image)
    return out


def on_checkerboard(cutout: Bytes) -> Bytes:
    """Lay a cutout, uint8 [h, w, 4], on a checkerboard: uint8 [h, w, 3]."""
    alpha = cutout[..., 3:].astype(np.float32) / 255
    board = _checkerboard(*cutout.shape[:2])
    return np.asarray(np.round(board + (cutout[..., :3] - board.astype(np.float32)) * alpha).astype(np.uint8))


def _thumbs(assets: Sequence[Asset]) -> list[tuple[str, Bytes]]:
    """Return names and pictures of the first MOST assets, shrunk to fit THUMB_PX."""
    thumbs = []
    for asset in assets[:MOST]:
        image = Image.fromarray(asset.picture())
        image.thumbnail((THUMB_PX, THUMB_PX), Image.Resampling.LANCZOS)
        thumbs.append((asset.path.stem, np.asarray(image)))
    return thumbs


def _checkerboard(height: int, width: int, side: int = 8) -> Bytes:
    y, x = np.indices((height, width)) // side
    return _grey(np.where((x + y) % 2, 150, 190).astype(np.uint8))


def _grey(values: Bytes) -> Bytes:
    return np.repeat(values[..., None], 3, axis=-1)


def _save(picture: Bytes, path: Path) -> Path:
    with atomic(path) as partial:
        Image.fromarray(picture).save(partial, "PNG")
    return path
