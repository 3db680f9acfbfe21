"""What can be seen of a running server from outside: numbers, traces. Others tell it; it decides nothing."""
