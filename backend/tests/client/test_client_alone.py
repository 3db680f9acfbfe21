"""Without its extra the client says in one sentence what to install."""

import sys

import pytest


@pytest.mark.parametrize("missing", ["httpx", "httpx_sse"])
def test_without_its_extra_the_client_says_what_to_install(monkeypatch, missing):
    for name in [name for name in sys.modules if name == "masklet.client" or name.startswith("masklet.client.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ImportError, match=r"pip install 'masklet\[client\]'"):
        import masklet.client  # noqa: F401
