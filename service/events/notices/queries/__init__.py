"""Questions about notices, each narrowed to what the actor may see."""
