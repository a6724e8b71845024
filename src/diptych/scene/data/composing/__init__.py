"""From placements to frames, masks and depth, at any size."""
