"""Files that become masks of a session: one file per format, and what they share."""
