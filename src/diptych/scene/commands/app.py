"""The app that the commands of the scene task hang on, and what they share."""

import os

from cyclopts import App

scene = App(name="scene", help="Plates and frames in, masks and depth out: data, nets, training, use.")

WORKERS = 0  # one a core


def cores() -> int:
    """Return how many processors there are."""
    return os.cpu_count() or 1


def memory() -> int:
    """Return how many bytes of memory the machine has."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
