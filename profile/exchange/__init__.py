"""Owns histories that come from elsewhere and go there: reading and writing what other programs do, and finding the tracks that are meant."""
