"""JSON under /api/, and feeds: one file a resource."""
