"""What is on disk: scan, tags, catalog, search. Imports nothing else of tunes and runs without a terminal."""
