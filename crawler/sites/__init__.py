"""One file a news site. A Site subclass declared in a module here is registered by being here."""
