"""服务目录: which services there are, how each is given and proved, and what it may cost at most."""
