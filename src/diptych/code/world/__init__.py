"""The built-in world of programs: descriptions as people write them, the plans they mean, programs that run."""
