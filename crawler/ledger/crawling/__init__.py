"""What a crawl asks the ledger for: the site for itself, pages that are due, hosts at rest."""
