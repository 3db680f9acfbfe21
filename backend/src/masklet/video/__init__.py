"""Containers to frames and back: PyAV lives here and in export."""
