"""The tables of the rival."""
