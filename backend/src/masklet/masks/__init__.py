"""Masks as arrays and run lengths: numpy, no I/O."""
