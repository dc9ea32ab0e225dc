"""`tunes demo`: a small made library and a made history, so that everything can be seen in a minute."""
