"""What you did, what you like, what to play next. Knows of the library only what a track is."""
