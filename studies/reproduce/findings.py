"""What the sources' write-ups concluded, held against the journals and scores of their own trainings here."""

from itertools import pairwise
from typing import Any

import numpy as np

from studies.reproduce.rows import Row
from studies.reproduce.systems import SYSTEMS

CONVERGED = 0.9  # of what a loss falls in all
SAME_WAY = 0.8  # correlation of two losses over the evaluations, at which one falls along with the other
STARVED = 1.5  # times the error, at which a head has starved
REPORTED_BLEU = 41.61
CLOSE = 0.9  # of its IoU that a net keeps at twice the size, to have worked there

Curve = list[dict[str, float]]


def findings(rows: dict[str, Row]) -> str:
    """A table: what was concluded, whether it is so here, and by which figures."""
    lines = ["| they concluded | here | figures |", "|---|---|---|"]
    for claim, verdict, figures in (
        _mask_first(rows), _falling_along(rows), _starving(rows), _twice(rows), _larger(rows), _by_heart(rows),
    ):  # fmt: skip
        lines.append(f"| {claim} | {verdict} | {figures} |")
    return "\n".join(lines) + "\n"


def _mask_first(rows: dict[str, Row]) -> tuple[str, str, str]:
    """By when each head's own loss on validation has fallen nine tenths of its way."""
    figures, verdicts = [], []
    for name, row in rows.items():
        weights = {"mask": _trained(row, "mask/"), "depth": _trained(row, "depth/")} if "source" in row else {}
        if not all(weights.values()) or not weights:
            continue
        curve = row["source"]["curves"][0]["validation"]
        shares = [_when(curve, weights[head]) for head in ("mask", "depth")]
        if None not in shares and len(curve) > 3:
            figures.append(f"`{name}` mask at {shares[0]:.0%}, depth at {shares[1]:.0%} of its first stage")
            verdicts.append(shares[0] <= shares[1])  # type: ignore[operator]
    return "mask converges before depth", _verdict(verdicts), "; ".join(figures) or "–"


def _falling_along(rows: dict[str, Row]) -> tuple[str, str, str]:
    """Losses that were only watched, beside the one trained on, over a training's journal."""
    figures, verdicts = [], []
    for name, trained in (("dense", "depth/mse"), ("dilated", "depth/l1")):
        if name not in rows:
            continue
        curve = [line for part in rows[name]["source"]["curves"] for line in part["validation"]]
        for watched in ("depth/ssim", "depth/smooth-l1"):
            pairs = [(line[trained], line[watched]) for line in curve if trained in line and watched in line]
            if len(pairs) > 3 and np.ptp(pairs, axis=0).all():  # what stands still falls along with nothing
                together = float(np.corrcoef(np.array(pairs).T)[0, 1])
                figures.append(f"`{name}` {watched} with {trained}: {together:.2f}")
                verdicts.append(together > SAME_WAY)
    return (
        "SSIM and smooth L1 fall along though nothing trains on them",
        _verdict(verdicts),
        "; ".join(figures) or "–",
    )


def _starving(rows: dict[str, Row]) -> tuple[str, str, str]:
    """`dense` at 64 px with the weights alike, and with one of them a hundredth."""
    weighed = rows.get("dense", {}).get("weights")
    claim = "unequal weights of the two losses starve a head"
    if not weighed:
        return claim, "not run for `dense`", "for `slim`, see [the scene studies](studies-scene.md)"
    mask = [1 - weighed[key]["iou"] for key in ("equal", "mask / 100")]
    depth = [weighed[key]["depth_rmse"] for key in ("equal", "depth / 100")]
    count, other = weighed["equal"]["samples"], weighed["depth / 100"]["iou"]
    figures = (
        f"`dense` at 64 px, {count:,} samples: IoU {1 - mask[0]:.3f} → {1 - mask[1]:.3f} with the mask's weight a"
        f" hundredth, depth RMSE {depth[0]:.3f} → {depth[1]:.3f} with the depth's, where IoU is {other:.3f}"
    )
    return claim, _verdict([after > STARVED * before for before, after in (mask, depth)]), figures


def _twice(rows: dict[str, Row]) -> tuple[str, str, str]:
    """Nets asked at twice the size that they were trained at, before any training there."""
    figures, verdicts = [], []
    for name, row in rows.items():
        for stage in row.get("source", {}).get("stages", []):
            if stage["size"] == 64:
                own, there = stage["iou"], stage["iou at twice the size"]
                figures.append(f"`{name}` {own:.3f} at 64, {there:.3f} at 128")
                verdicts.append(there > CLOSE * own)
    return "weights of 64 px work at 128 without training there", _verdict(verdicts), "; ".join(figures) or "–"


def _larger(rows: dict[str, Row]) -> tuple[str, str, str]:
    """`dense` up its ladder of sizes."""
    claim = "larger input, better depth"
    stages = rows.get("dense", {}).get("source", {}).get("stages", [])
    ends = [part["validation"][-1] for part in rows["dense"]["source"]["curves"]] if stages else []
    rmse = [line["depth_rmse"] for line in ends if "depth_rmse" in line]
    if len(rmse) < 2:
        return claim, "not run", "–"
    figures = ", ".join(f"{e:.3f} at {s['size']} px" for e, s in zip(rmse, stages, strict=False))
    return claim, _verdict([after < before for before, after in pairwise(rmse)]), f"`dense` RMSE {figures}"


def _by_heart(rows: dict[str, Row]) -> tuple[str, str, str]:
    """BLEU of a net and of copying, where near-duplicates cross and where none does.

    Decided by copying, which needs no net: where that scores more than was reported, the report shows nothing.
    """
    claim = f"BLEU {REPORTED_BLEU} on test shows that the net writes programs"
    figures, verdicts = [], []
    for name in ("classic-random", "classic-grouped"):
        run = rows.get(name, {}).get("classic")
        if run:
            best = run["validation minimum, types fed back"]["test"]["BLEU (tokens)"]
            last = run["end, types fed back"]["test"]["BLEU (tokens)"]
            copied = rows[name]["nearest pair"]["test"]["BLEU (tokens)"]
            losses = [line["loss"] for line in run["curve"]]
            where = f"epoch {int(np.argmin(losses)) + 1} of {len(losses)}"
            figures.append(
                f"{rows[name]['split']}: copying {copied:.1f}; the net {best:.1f} at its validation minimum"
                f" ({where}, loss {min(losses):.2f}), {last:.1f} at the end (loss {losses[-1]:.2f})"
            )
            if name == "classic-random":
                verdicts.append(copied < REPORTED_BLEU)
    return claim, _verdict(verdicts), "; ".join(figures) or "–"


def _verdict(held: list[bool]) -> str:
    if not held:
        return "not run"
    if len(held) == 1:
        return f"{'confirmed' if held[0] else 'refuted'}, by one figure"
    return "confirmed" if all(held) else "refuted" if not any(held) else "not decidable: some yes, some no"


def _trained(row: Row, head: str) -> str | None:
    return next((key for key in SYSTEMS[row["system"]].weights if key.startswith(head)), None)


def _when(curve: Curve, key: Any) -> float | None:
    """The share of the training by which a loss has fallen CONVERGED of its way from the first evaluation on."""
    values = np.array([line[key] for line in curve if key in line])
    if len(values) < 4 or values[0] <= values.min():
        return None
    fallen = (values[0] - values) / (values[0] - values.min())
    return float((np.argmax(fallen >= CONVERGED) + 1) / len(values))
