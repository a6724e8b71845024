"""The source systems' experiments, run again small; each script prints its tables and writes them to docs/."""
