"""Owns bringing a listening history from elsewhere: reading what other programs export, and finding their tracks in the library."""
