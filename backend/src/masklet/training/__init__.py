"""Generated clips and the training of our own weights. Uses torch; nothing here is needed to run the product."""
