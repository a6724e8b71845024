"""One page to look at what a run wrote of its clips: they play side by side, in step, without a network."""

import html
import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from diptych.files import write_text
from diptych.scene.predict.video import ClipDone, ranges

PLAYED = (".mp4", ".webm")
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; background: #16181d; color: #e8e8e8 }
section { margin-bottom: 3rem } figure { display: inline-block; margin: 0 1rem 1rem 0; max-width: 30rem }
video { width: 100%; background: repeating-conic-gradient(#555 0 25%, #777 0 50%) 0 0 / 16px 16px }
figcaption, p { color: #b8bcc4 } a { color: #8ab4ff } button { font: inherit; padding: .3rem 1rem }
"""
SCRIPT = """
for (const section of document.querySelectorAll("section")) {
  const videos = [...section.querySelectorAll("video")];
  section.querySelector("button").onclick = () => {
    const start = videos[0].paused;
    for (const video of videos) { video.currentTime = videos[0].currentTime; start ? video.play() : video.pause(); }
  };
}
"""


def write(out: Path, clips: Sequence[ClipDone]) -> Path:
    """Write index.html to `out`, with every clip of a run; return its path."""
    body = "\n".join(_section(out, clip) for clip in clips)
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Diptych: {len(clips)} clips</title>'
        f"<style>{STYLE}</style><body><h1>What was found in the clips</h1>\n{body}\n"
        f"<script>{SCRIPT}</script></body></html>\n"
    )
    write_text(out / "index.html", page)
    return out / "index.html"


def _section(out: Path, clip: ClipDone) -> str:
    """A clip and what was written of it."""
    path = os.path.relpath(clip.path, out)
    shown = [path, *(name for name in clip.written if name.endswith(PLAYED))]
    others = [name for name in clip.written if not name.endswith(PLAYED)]
    figures = "".join(
        f'<figure><video muted loop controls preload="metadata" src="{quote(name)}"></video>'
        f"<figcaption>{html.escape(name)}</figcaption></figure>"
        for name in shown
    )
    links = ", ".join(f'<a href="{quote(name)}">{html.escape(name)}</a>' for name in others)
    numbers = ranges(clip.refused)
    refused = f" The plate does not belong to frames {numbers}; nothing is marked there." if numbers else ""
    notes = "".join(f" {html.escape(note)}." for note in clip.notes)
    return (
        f"<section><h2>{html.escape(clip.path.name)}</h2><p>{clip.frames:,} frames.{refused}{notes}</p>"
        f"<p><button>Play or stop all</button></p>{figures}"
        + (f"<p>Also: {links}</p>" if links else "")
        + "</section>"
    )
