"""Driving a running tunes from outside: by another shell, another tunes, or the desktop."""
