"""Weights of one's own join in the built-in engine's clicks, in the worker and nowhere else; without them nothing of torch is loaded."""

import pytest
import torch
from product import CLIP, marbles_at, product
from studio import Refused, mask_of

from masklet.engine.proposals.network import ProposalNetwork
from masklet.engine.proposals.weights import write_weights


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """Of a network that was never trained: that it is asked is what is seen here."""
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("weights") / "proposals.safetensors"
    write_weights(ProposalNetwork(), path)
    return path


def loaded(process):
    """The native libraries of a process."""
    return {mapped.path.rsplit("/", 1)[-1] for mapped in process.memory_maps()}


@pytest.mark.parametrize("joins", [True, False])
def test_the_worker_alone_loads_the_network_where_weights_are_named(data_dir, weights, joins):
    with product(data_dir, **({"proposals": weights} if joins else {})) as running:
        studio = running.studio()
        [answered] = studio.click(studio.start(CLIP), 0, 0, *marbles_at(0)[0])
        studio.close()
        assert mask_of(answered).any()
        assert any(name.startswith("libtorch") for name in loaded(running.children()["engine"])) == joins
        assert not any(name.startswith("libtorch") for name in loaded(running.server()))
        assert running.tracebacks() == []


def test_damaged_weights_are_told_and_the_server_goes_on(data_dir, tmp_path):
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(b"no weights")
    with product(data_dir, proposals=damaged) as running:
        studio = running.studio()
        session = studio.start(CLIP)
        with pytest.raises(Refused, match="CHECKPOINT_UNREADABLE"):
            studio.click(session, 0, 0, *marbles_at(0)[0])
        assert studio.session(session)["prompts"] == []
        studio.close()
        assert running.tracebacks() == []
