"""Page → Links: listings, feeds, sitemaps, related blocks, addresses. Pure."""
