"""The `tunes` command: command line, session, screens. The only package that may import all the others."""
