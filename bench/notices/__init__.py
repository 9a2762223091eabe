"""What notices cost: publishing to very many people, and a resident's page out of very many notices."""
