"""Playing one thing after another: engine, queue, silent twin. Knows of the library only what a track is."""
