"""Which cutout stands where on which plate: planned once, 16 bytes a thing."""
