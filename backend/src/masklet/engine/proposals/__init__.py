"""The network that proposes masks for clicks and boxes, and what the built-in engine asks of it. Needs torch; training is elsewhere."""
