"""What `diptych serve` was told."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PageSettings:
    """Where to listen, which weights, which runs."""

    host: str = "127.0.0.1"
    port: int = 8000
    scene: Path | None = None
    """Weights or run of the scene task; None: the shipped ones."""
    code: Path | None = None
    """Weights or run of the code task; None: the shipped ones."""
    runs: Path | None = None
    """A folder with training runs to show."""
    threads: int = 0
    """Threads a net uses; 0: one per core."""
