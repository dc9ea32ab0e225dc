"""What recordings sound like, as numbers: computed once for each track, in the background, where the extra `sonic` is installed."""
