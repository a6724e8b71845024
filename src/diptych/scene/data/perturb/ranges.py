"""Ranges of strength, and how they are checked where they are written."""

Range = tuple[float, float]
OFF: Range = (0.0, 0.0)


def shares(owner: object, *names: str) -> None:
    """Raise ValueError where one of these fields is no share."""
    for name in names:
        if not 0 <= getattr(owner, name) <= 1:
            raise ValueError(f"{type(owner).__name__}.{name} must lie in 0..1, not {getattr(owner, name):g}")


def ranges(owner: object, **limits: float) -> None:
    """Raise ValueError where one of these ranges is not low ≤ high within 0 and its limit."""
    for name, limit in limits.items():
        low, high = getattr(owner, name)
        if not 0 <= low <= high <= limit:
            raise ValueError(
                f"{type(owner).__name__}.{name} must be low ≤ high within 0..{limit:g}, not {low:g}..{high:g}"
            )
