"""The masklet file as the service writes it; the codec stands in masks, below export, which reads it."""

from masklet.masks.masklet_file import read_masklets, write_masklets

__all__ = ["read_masklets", "write_masklets"]
