"""Scene: a plate and a frame in, the mask of what was added and the depth of the frame out."""
