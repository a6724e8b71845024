"""Training the plate net: relative inverse depth of one photograph."""
