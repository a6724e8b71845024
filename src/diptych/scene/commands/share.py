"""The command that packs trained weights for others."""

from pathlib import Path

from diptych.scene.commands.app import Out, scene


@scene.command
def share(run: Path, out: Out, /, *, name: str | None = None, license: str | None = None) -> None:
    """Pack a net that was trained and exported for others: weights, checksums, and a model card with its scores.

    The folder can be uploaded to a model hub as it is, or its scene.onnx to any https:// address; README.md in it
    tells the line by which others use it.

    Example: diptych scene share runs/first shared --name desk-camera --license cc-by-4.0

    Parameters
    ----------
    run
        A run folder with scene.onnx in it.
    out
        The folder to write to.
    name
        What the card calls it; without, the run folder's name.
    license
        Under which others may use it, as hubs spell it; without, the card says that none was given.
    """
    from diptych.scene.predict.share import pack

    for path in pack(run, out, name or run.resolve().name, license):
        print(path)
