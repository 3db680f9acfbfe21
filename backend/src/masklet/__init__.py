"""Masklet Studio: click an object in a video, track it, take its masklet away."""
