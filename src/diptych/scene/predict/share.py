"""Weights packed for others: the files of a run, their checksums, and a card that says what they are."""

import hashlib
import json
from pathlib import Path
from typing import Any

from diptych.errors import Problem
from diptych.files import write_bytes, write_text
from diptych.scene.predict.net import SceneGraph, weights_file

SHARED = ("scene.onnx", "scene.safetensors", "scene.json")
SHOWN = {
    "iou": "mask IoU",
    "boundary_f": "boundary F",
    "mad": "mean absolute difference",
    "depth_delta1": "depth δ < 1.25",
}


def pack(run: Path, out: Path, name: str, license: str | None) -> list[Path]:
    """Write the weights of a run, SHA256SUMS and README.md to `out`; return their paths."""
    onnx = weights_file(run)
    net = SceneGraph(onnx, 1)  # is it one of ours, and does it open?
    about = _about(onnx.with_name("scene.json"))
    sums: dict[str, str] = {}
    for file in SHARED:
        path = onnx.with_name(file)
        if path.exists():
            data = path.read_bytes()
            sums[file] = hashlib.sha256(data).hexdigest()
            write_bytes(out / file, data)
    write_text(out / "SHA256SUMS", "".join(f"{digest}  {file}\n" for file, digest in sums.items()))
    write_text(out / "README.md", card(name, net, about, sums, license))
    return [out / file for file in (*sums, "SHA256SUMS", "README.md")]


def card(name: str, net: SceneGraph, about: dict[str, Any], sums: dict[str, str], license: str | None) -> str:
    """The model card: what it does, how to use it, what it scores, where it ends."""
    front = ["---", "library_name: diptych", "pipeline_tag: image-segmentation", "tags: [matting, difference-matte]"]
    front += [f"license: {license}"] if license else []
    scores = about.get("validation", {})
    rows = [f"| {title} | {scores[key]:.4f} |" for key, title in SHOWN.items() if isinstance(scores.get(key), float)]
    table = ["| on its own validation split | |", "|---|---:|", *rows] if rows else ["No scores were kept with it."]
    parameters = f"{about['parameters']:,} parameters. " if "parameters" in about else ""
    return "\n".join(
        [
            *front, "---", "", f"# {name}", "",
            f"`{net.name}` of Diptych: a plate and a frame in, the mask of what was added and a rough depth out."
            f" {parameters}Depth from {net.range.near_metres:g} to {net.range.far_metres:g} m.", "",
            "    diptych scene predict --plate plate.jpg frame.jpg --out keyed \\",
            f"        --weights 'https://ADDRESS/scene.onnx#sha256={sums['scene.onnx']}'", "",
            "or, from a hub, `--weights hf:OWNER/NAME`. In Python: `diptych.load(\"scene\", \"hf:OWNER/NAME\")`.", "",
            *table, "",
            "It needs a camera that stands still and a picture of the view without the thing. Scores on data like its"
            " training data say little about another camera: `diptych scene evaluate` measures it on yours.", "",
            f"Licence: {license}." if license else "No licence was given with it; ask before you use it.", "",
        ]
    )  # fmt: skip


def _about(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise Problem(f"{path}: is damaged. Export the net again: diptych scene onnx --help") from None
    return about if isinstance(about, dict) else {}
