"""What the net reads and writes: units, stored pairs and how they are found, descriptions in other words, samples."""
