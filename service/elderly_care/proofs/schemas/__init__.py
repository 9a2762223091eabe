"""The shapes of proofs in JSON."""
