"""The one exception that a user sees: one or two lines that say what, where, and what to do."""


class Problem(Exception):
    """Something the user can mend. `diptych` prints its text and exits with 2; a traceback would be a bug.

    Write it as: what is wrong, where (file, line, sample), then what to do.
    """
