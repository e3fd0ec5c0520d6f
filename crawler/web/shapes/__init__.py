"""What the API takes and answers, as OpenAPI describes it. Times are ISO 8601 with an offset."""
