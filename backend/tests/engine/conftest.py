"""What the SAM 2 engine's tests begin with: the small random network, on one thread so that its answers are the same."""

import pytest


@pytest.fixture(scope="module")
def network():
    import torch  # the built-in engine's tests do without it
    from pico_checkpoint import pico_network

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield pico_network()
    torch.set_num_threads(threads)
