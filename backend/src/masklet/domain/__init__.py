"""The words of the product as plain values: pure Python, no I/O."""
