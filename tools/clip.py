"""A clip for a camera that is not there: a photographed place, empty, then with a photographed thing that wanders."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from diptych.files import atomic
from tools.browser import Page
from tools.examples import FOLDER

WIDTH_PX, HEIGHT_PX, RATE = 640, 360, 20
EMPTY_SECONDS, THING_SECONDS = 6.0, 6.0  # long enough to count to three and take the plate
CUP = (216, 455, 118, 108)  # where the cup stands in its example: middle and half axes, px
GUIDE = "document.querySelector('#guide').textContent"  # what the page's guide says
LIVE = "(rate => !rate.hidden && Number(rate.dataset.rate) > 0)(document.querySelector('#rate'))"
SEED, NOISES = 7, 7  # pictures of noise that follow one another; drawing one takes longer than all else


def write_clip(path: Path, rate: int = RATE) -> Path:
    """Write the clip as .y4m, `rate` frames a second, with the noise of a sensor; return `path`."""
    place = cv2.resize(_opened("lemur.plate"), (WIDTH_PX, WIDTH_PX * 2 // 3), interpolation=cv2.INTER_AREA)
    plate = np.asarray(place[-HEIGHT_PX:], np.float32)
    thing = _cup()
    random = np.random.default_rng(SEED)
    noise = [random.normal(0, 2, plate.shape).astype(np.float32) for _ in range(NOISES)]
    with atomic(path) as partial, partial.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH_PX} H{HEIGHT_PX} F{rate}:1 Ip A1:1 C420mpeg2\n".encode())
        for number in range(round(rate * (EMPTY_SECONDS + THING_SECONDS))):
            at = number / rate - EMPTY_SECONDS
            frame = _with(plate, thing, at / THING_SECONDS) if at >= 0 else plate
            noisy = (frame + noise[number % NOISES]).clip(0, 255).astype(np.uint8)
            file.write(b"FRAME\n" + np.asarray(cv2.cvtColor(noisy, cv2.COLOR_BGR2YUV_I420)).tobytes())
    return path


def _opened(name: str) -> Any:
    picture = cv2.imread(str(FOLDER / f"{name}.webp"))
    assert picture is not None
    return picture


def _cup() -> NDArray[np.float32]:
    """The cup of an example, float32 [h, w, 4], BGR and alpha."""
    x, y, across, down = CUP
    whole = np.zeros((600, 900), np.uint8)
    cv2.ellipse(whole, (x, y), (across, down), 0, 0, 360, 255, cv2.FILLED, cv2.LINE_AA)
    box = np.s_[y - down : y + down, x - across : x + across]
    return np.dstack([_opened("cup.frame")[box], whole[box]]).astype(np.float32)


def _with(plate: NDArray[np.float32], thing: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """The thing on its way from the left to the right of the plate and back; always wholly in the view."""
    height, width = thing.shape[:2]
    x = round((WIDTH_PX - width) * (0.5 - 0.5 * np.cos(2 * np.pi * share)))
    y = HEIGHT_PX - height - 8
    frame = plate.copy()
    alpha = thing[..., 3:] / 255
    part = frame[y : y + height, x : x + width]
    part[:] = alpha * thing[..., :3] + (1 - alpha) * part
    return frame


def step_in(page: Page, how: str = "#guide .main") -> None:
    """Have the page take the empty scene by the guide's button `how`, anew while something moved in it; then live.

    A slow browser may come to it only when the clip's thing is there already; the clip begins again and again.
    """
    page.click(how)
    while page.wait(f"{LIVE} ? 'live' : {GUIDE}.includes('Something moved') && 'moved'") == "moved":
        page.click("#guide .main")
        page.wait(f"!{GUIDE}.includes('Something moved')")
