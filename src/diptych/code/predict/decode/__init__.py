"""Writing a program with the net: which units may follow, and which of them are taken."""
