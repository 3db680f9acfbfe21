"""One file per export format; the registry beside them is the only list."""
