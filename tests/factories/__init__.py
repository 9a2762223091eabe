"""Valid rows in one line each: a module per domain, plain functions that take a unit of work first."""
