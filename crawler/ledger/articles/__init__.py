"""What readers take out of the ledger: articles, their changes, links and places."""
