"""How well programs are written: on the world, on pairs of files, on foreign text."""
