"""The sample clips that the gallery starts with, generated here."""
