"""`make fuzz`: schemathesis against the running app, as everybody who may ask it something."""

# How a run tells schemathesis's process where the logins are and where the tally belongs.
TOKENS = "LINLI_FUZZ_TOKENS"
TALLY = "LINLI_FUZZ_TALLY"
