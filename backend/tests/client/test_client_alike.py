"""AsyncClient is Client with await: the same methods, the same arguments, and nothing of its own."""

import inspect

from masklet.client import AsyncClient, Client


def methods(kind):
    return {name: each for name, each in vars(kind).items() if inspect.isfunction(each) and not name.startswith("_")}


def test_both_clients_have_the_same_methods_with_the_same_arguments():
    plain, waiting = methods(Client), methods(AsyncClient)
    assert list(plain) == list(waiting)
    for name, method in plain.items():
        assert inspect.signature(method).parameters == inspect.signature(waiting[name]).parameters, name
        assert method.__doc__ == waiting[name].__doc__, name


def test_every_method_of_the_client_for_asyncio_is_awaited_or_iterated():
    for name, method in methods(AsyncClient).items():
        is_iterated = name in ("propagate", "masks")
        assert inspect.isasyncgenfunction(method) is is_iterated, name
        assert inspect.iscoroutinefunction(method) is not is_iterated, name
