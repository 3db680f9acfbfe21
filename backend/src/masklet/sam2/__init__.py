"""SAM 2 and 2.1 as a stateless network in plain PyTorch: one file per part of the paper. Imports torch and numpy only."""
