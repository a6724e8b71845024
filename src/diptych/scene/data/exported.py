"""How an exported net says what it is: the key of its metadata, and their version."""

KEY, VERSION = "diptych", 1
