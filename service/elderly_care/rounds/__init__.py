"""班次: many elders in one claim of time: meals from door to door, each ticked, or a session at the centre, attended."""
