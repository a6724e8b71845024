"""The commands of the code task, one file a purpose. Heavy imports stay inside the commands."""

from diptych.code.commands import data, learn, run, text, train, use
from diptych.code.commands.app import code

__all__ = ["code", "data", "learn", "run", "text", "train", "use"]
