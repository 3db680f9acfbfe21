"""Exported masks read back and judged against true ones."""
