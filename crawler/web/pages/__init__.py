"""The dashboard: one file a page; each has a router."""
