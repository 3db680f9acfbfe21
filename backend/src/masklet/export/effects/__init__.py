"""The server's twin of each effect; one file each."""
