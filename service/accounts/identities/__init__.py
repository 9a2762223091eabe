"""The ways into one account: several identities, each linked by proof and never by name."""
