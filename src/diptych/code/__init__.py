"""Code: an English description in, a Python program out, as token and token type."""
