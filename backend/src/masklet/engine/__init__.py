"""Tracking over time: the Engine and Tracker protocol, and the engines."""
