"""Playlists: what their files say, where on disk that lies, and writing them. Imports nothing else of tunes but the library."""
