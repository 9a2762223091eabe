"""The ground: HTTP, database, time, jobs and messages; it knows no domain."""
