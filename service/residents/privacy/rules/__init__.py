"""The room's rules: the words of the access log, what a copy looks like, how an erasure is confirmed."""
