"""The use cases as whoever asks may use them: each method asks the gate first, then the desk that does it."""
