"""The planner among ever more visits: time, memory and travel, against greed and the solver that was not chosen."""
