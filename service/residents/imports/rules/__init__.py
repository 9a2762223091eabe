"""What lists look like, what their cells mean, and what may become of an import; no database and no clock."""
