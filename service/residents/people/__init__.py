"""The register: who is on record, who has been verified, and who may see what of it."""
