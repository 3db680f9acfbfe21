"""Where engines and media work run: one interface, several ways to serve it."""
