"""Use cases: videos, sessions, propagation, exports."""
