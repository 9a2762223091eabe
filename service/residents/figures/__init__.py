"""How many people there are, by place, sex, age and tag: exact for whose duty covers the place, blurred for others."""
