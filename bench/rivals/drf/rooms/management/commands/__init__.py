"""Commands of the rival."""
