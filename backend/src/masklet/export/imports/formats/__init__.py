"""One file per import format; registry.py lists them."""
