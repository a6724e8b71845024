"""Pictures, clips and arrays in; pictures, clips and sequences out."""
