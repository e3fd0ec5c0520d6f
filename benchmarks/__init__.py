"""Measurements, run by hand as ``python -m benchmarks.NAME``; nothing here is a timed test."""
