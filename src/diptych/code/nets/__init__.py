"""The networks of the code task."""
