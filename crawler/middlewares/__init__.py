"""Scrapy middlewares: thin shells around what fetch decides."""
