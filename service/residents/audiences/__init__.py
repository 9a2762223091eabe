"""Whom something concerns by where they live and which tags they have; and for one person, by what they are concerned."""
