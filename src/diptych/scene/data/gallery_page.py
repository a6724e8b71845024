"""The gallery as one HTML page: pictures inside it, no script, nothing fetched; light, dark, and narrow screens."""

import base64
import io
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
from PIL import Image

from diptych.arrays import Bytes
from diptych.scene.data.plasma import plasma

_STYLE = """
:root { color-scheme: light dark;
  --paper: #fafaf7; --ink: #22242a; --faint: #6d717c; --line: #e0e0da; --mark: #3b5bdb }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181d; --ink: #e4e5e9; --faint: #9a9eaa; --line: #30343d; --mark: #8ea4ff }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 110rem; padding: 1.5rem clamp(.75rem, 3vw, 3rem); background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
h1 { margin: 0; font-size: 1.6rem; letter-spacing: -.01em }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.15rem }
h2 small, header p, figcaption, .label { color: var(--faint); font-weight: normal }
header p { margin: .25rem 0 0 }
figure { margin: 0; min-width: 0 }
figcaption, .label { font-size: .75rem; overflow-wrap: anywhere }
img { display: block; width: 100%; height: auto; border-radius: 3px }
.samples { display: grid; gap: 1.25rem 2rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 34rem), 1fr)) }
.samples figcaption { margin-bottom: .25rem; color: var(--ink) }
.panels { display: grid; gap: .35rem; grid-template-columns: repeat(5, 1fr) }
.assets { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(7rem, 1fr)); align-items: end }
.charts { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)) }
.scroll { overflow-x: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .3rem 1.2rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap }
svg { display: block; width: 100%; height: auto; overflow: visible }
svg text { fill: var(--faint); font-size: 9px }
.bar { fill: var(--mark) }
.axis { stroke: var(--line) }
@media (max-width: 36rem) { .panels { grid-template-columns: repeat(3, 1fr) } .assets { gap: .5rem } }
"""

_CHARTS = {
    "placement": "middles of the things in the view",
    "scale": "larger side of the thing as a share of the view's",
    "coverage": "share of the view that the thing covers",
    "depth": "scaled inverse depth of the pixels, far to near",
}


def page(
    samples: Sequence[tuple[str, Mapping[str, Bytes]]],
    plates: Sequence[tuple[str, Bytes]],
    cutouts: Sequence[tuple[str, Bytes]],
    totals: Mapping[str, int],
    described: Mapping[str, Any] | None,
) -> str:
    """Return the page: samples as named panels, plates, cutouts by name, and the statistics if there are any."""
    counted = ", ".join(f"{total:,} {kind}" for kind, total in totals.items() if total)
    parts = [f"<header><h1>Scene data</h1><p>{counted}</p></header>"]
    if samples:
        figures = "".join(_sample(name, shown) for name, shown in samples)
        parts.append(_section("Samples", len(samples), totals["samples"], "samples", figures))
    for kind, named in (("plates", plates), ("cutouts", cutouts)):
        if named:
            figures = "".join(f"<figure>{_image(picture, name)}{_caption(name)}</figure>" for name, picture in named)
            parts.append(_section(kind.capitalize(), len(named), totals[kind], "assets", figures))
    if described:
        parts.append(_statistics(described))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Scene data</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n" + "\n".join(parts) + "\n</body>\n</html>\n"
    )


def _section(title: str, shown: int, total: int, style: str, figures: str) -> str:
    of = f"{shown:,} of {total:,}" if shown < total else f"all {total:,}"
    return f'<h2>{title} <small>{of}</small></h2>\n<div class="{style}">{figures}</div>'


def _sample(name: str, shown: Mapping[str, Bytes]) -> str:
    cells = "".join(
        f'<div>{_image(picture, f"{name}: {kind}")}<span class="label">{escape(kind)}</span></div>'
        for kind, picture in shown.items()
    )
    return f'<figure>{_caption(name)}<div class="panels">{cells}</div></figure>\n'


def _caption(name: str) -> str:
    return f"<figcaption>{escape(name)}</figcaption>"


def _image(picture: Bytes, says: str) -> str:
    data = io.BytesIO()
    Image.fromarray(picture).save(data, "WEBP", quality=85)
    height, width = picture.shape[:2]
    source = f"data:image/webp;base64,{base64.b64encode(data.getvalue()).decode()}"
    return f'<img src="{source}" width="{width}" height="{height}" alt="{escape(says)}" loading="lazy">'


def _statistics(described: Mapping[str, Any]) -> str:
    from diptych.scene.data.stats import (  # compiled code, which a page without statistics does not need
        HEADINGS,
        rows,
    )

    head = "".join(f"<th>{heading}</th>" for heading in HEADINGS)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows(described))
    charts = "".join(
        f"<figure>{_placement(counts) if kind == 'placement' else _bars(counts, kind)}"
        f"<figcaption>{kind}: {_CHARTS[kind]}</figcaption></figure>"
        for kind, counts in described["histograms"].items()
        if np.any(counts)
    )
    return (
        f"<h2>Statistics <small>{described['samples']:,} samples at {described['size']} px</small></h2>\n"
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>\n'
        f'<div class="charts" style="margin-top: 1.5rem">{charts}</div>'
    )


def _bars(counts: Sequence[int], kind: str) -> str:
    """Draw a histogram over 0..1, 240×120 units; depth in its own colours."""
    step, most = 240 / len(counts), max(counts)
    bars = []
    for i, count in enumerate(counts):
        high = 100 * count / most
        red, green, blue = plasma(np.array((i + 0.5) / len(counts))).tolist()
        look = f'fill="rgb({red},{green},{blue})"' if kind == "depth" else 'class="bar"'
        place = f'x="{i * step + 0.5:.2f}" y="{100 - high:.2f}" width="{step - 1:.2f}" height="{high:.2f}"'
        bars.append(f"<rect {place} {look}><title>{i / len(counts):.3f}: {count:,}</title></rect>")
    ticks = "".join(
        f'<text x="{240 * at}" y="112" text-anchor="middle">{at:g}</text>' for at in (0, 0.25, 0.5, 0.75, 1)
    )
    axis = '<line class="axis" x1="0" y1="100" x2="240" y2="100"/>'
    return f'<svg viewBox="0 0 240 120" role="img" aria-label="{kind}">{"".join(bars)}{axis}{ticks}</svg>'


def _placement(counts: Sequence[Sequence[int]]) -> str:
    """Draw the counts as a map of the view, the darkest where most things stand."""
    down, across = 116 / len(counts), 240 / len(counts[0])
    most = max(max(row) for row in counts)
    cells = "".join(
        f'<rect class="bar" x="{x * across:.2f}" y="{y * down:.2f}" width="{across:.2f}" height="{down:.2f}" '
        f'opacity="{count / most:.3f}"><title>{count:,}</title></rect>'
        for y, row in enumerate(counts)
        for x, count in enumerate(row)
        if count
    )
    frame = '<rect class="axis" width="240" height="116" fill="none"/>'
    return f'<svg viewBox="0 0 240 120" role="img" aria-label="placement">{cells}{frame}</svg>'
