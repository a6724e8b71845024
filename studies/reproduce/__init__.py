"""The source systems, trained and judged as they were: `python -m studies.reproduce`."""
