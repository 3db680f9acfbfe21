"""SAM 2 behind the engine protocol: its checkpoint files, the device it computes on, and sessions' memory."""
