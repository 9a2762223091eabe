"""服务留痕: that a visit was made, by whom, where and when; and what follows if it was not, or if that is in doubt."""
