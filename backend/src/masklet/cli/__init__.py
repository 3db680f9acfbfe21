"""The program `masklet`: one file per command."""
