"""What only developers run: a driven browser, screenshots, a soak, generated docs. Not in the wheel."""
