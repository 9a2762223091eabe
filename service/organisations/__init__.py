"""Who works here: operators, social organisations, departments, property managers."""
