"""The built-in world: places and things rendered from nothing, with exact depth and camera."""

from .render import render_world

__all__ = ["render_world"]
