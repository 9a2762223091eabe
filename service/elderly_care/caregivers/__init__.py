"""护理员: who visits: what they can do, for how long their certificates hold, when they work, and when they do not."""
