"""Page → Draft: site rules, structured data, generic body. Pure."""
