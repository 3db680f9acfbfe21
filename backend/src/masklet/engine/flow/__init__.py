"""The built-in engine: region of interest, optical flow and an online classifier; no download."""
