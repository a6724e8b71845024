"""The one exception, and the one warning, that a user sees: one or two lines that say what, where, and what to do."""


class Problem(Exception):
    """Something the user can mend. `diptych` prints its text and exits with 2; a traceback would be a bug.

    Write it as: what is wrong, where (file, line, sample), then what to do.
    """


class PlateWarning(UserWarning):
    """A plate explains its frame only in part: it may show another view."""
