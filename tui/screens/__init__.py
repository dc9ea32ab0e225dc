"""One file per screen of the player."""
