"""Owns what there is to watch next: the weekly queue of films and episodes."""
