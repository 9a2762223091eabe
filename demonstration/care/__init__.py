"""How the community's elders are cared for: two operators, their people, plans, and visits past and to come."""
