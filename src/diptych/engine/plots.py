"""Curves as SVG text that takes its colour from the page around it, light or dark."""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_INK = "#010203"  # stands for the page's own text colour
PALETTE = ("#3b82c4", "#e0823d", "#4a9d5b", "#c4516c", "#8a6fc9", "#8c7a3f", "#3aa6a6", "#999999")

PLACE = (0.13, 0.17, 0.85, 0.72)  # of the axes in their figure: left, bottom, width, height

Curve = tuple[NDArray[Any], NDArray[Any]]  # x, y


def curves(
    named: Mapping[str, Curve],
    x_label: str,
    *,
    title: str = "",
    log_x: bool = False,
    mark: float | None = None,
) -> str:
    """Several curves in one picture, with an upright line at `mark`."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    style: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "diptych",  # the same curves give the same bytes
        "font.size": 9,
        "font.family": "sans-serif",
        **dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), _INK),
    }
    with mpl.rc_context(style):
        figure = Figure(figsize=(5.2, 2.7))
        axes = figure.add_axes(PLACE)  # a layout that looks for its place draws everything twice
        for number, (name, (x, y)) in enumerate(named.items()):
            axes.plot(x, y, label=name, color=PALETTE[number % len(PALETTE)], linewidth=1.4)
        if mark is not None:
            axes.axvline(mark, color=_INK, linewidth=0.8, linestyle="--")
        if log_x:
            axes.set_xscale("log")
        values = np.concatenate([np.asarray(y, float) for _, y in named.values()])
        values = values[np.isfinite(values)]
        if len(values) and values.min() > 0 and values.max() > 20 * values.min():
            axes.set_yscale("log")
        for axis in (axes.xaxis, axes.yaxis):  # plain numbers: powers as formulas take longer than all the rest
            axis.set_major_formatter("{x:g}")
            axis.set_minor_formatter("")
        axes.set_xlabel(x_label)
        axes.set_title(title, fontsize=10, loc="left")
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(alpha=0.25, linewidth=0.5)
        if len(named) > 1:
            axes.legend(frameon=False, fontsize=8)
        out = io.StringIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    svg = out.getvalue()
    return svg[svg.index("<svg") :].replace(_INK, "currentColor")
