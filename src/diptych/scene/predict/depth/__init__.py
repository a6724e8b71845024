"""The depth of a plate: where it may come from, asked once and kept."""
