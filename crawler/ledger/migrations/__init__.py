"""The ledger's schema, step by step from the first one on."""
