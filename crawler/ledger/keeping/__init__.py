"""What a look led to → rows, in one transaction: articles, revisions, links, walks."""
