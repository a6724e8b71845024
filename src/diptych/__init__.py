"""Diptych: small networks that answer twice."""

from importlib.metadata import version

__version__ = version("diptych")
