"""Masklets to files."""
