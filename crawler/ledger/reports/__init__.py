"""What the ledger says of a site: what was announced, kept and missed; how it writes."""
