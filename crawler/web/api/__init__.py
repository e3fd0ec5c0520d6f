"""JSON under /api/, and feeds. One file a resource; `shapes` has what they answer."""
