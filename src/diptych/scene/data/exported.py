"""How an exported net says what it is: the key of its metadata, and their version."""

KEY, VERSION = "diptych", 1
PLATE_KEY, PLATE_VERSION = "diptych-plate", 1  # of a plate net's
