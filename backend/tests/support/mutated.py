"""Files as they come out of accidents: bytes lost, turned or moved, values of JSON exchanged for others that are still JSON."""

import copy
import json
import re
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from masklet.domain.errors import InvalidInput, LimitExceeded
from masklet.domain.mask_import import ReadMasks

ODD = (None, True, 0, -1, 3, 2**31, 10**18, 1e308, -0.5, "", "x", "\0", "9" * 30, [], [[[]]], [None], {}, {"item": [1]})
ODD_WORDS = (
    b"",
    b"0",
    b"-1",
    b"3",
    b"99",
    b"1e30",
    b"nan",
    b"-inf",
    b"1" * 30,
    b"x",
    b"0.5",
    b"\xc3\xa9",
    b"12.0",
    b"7,7",
    b"&",
)
TRIED = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def mutated_bytes(draw, content: bytes) -> bytes:
    """Up to four pieces of it cut out, doubled or exchanged."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        stop = min(len(content), start + draw(st.integers(0, 12)))
        put = draw(
            st.sampled_from([b"", content[start:stop] * 2, b"\0", b"\xff", b'"', b"[", b"}", b"-9e999", b"<", b"&"])
        )
        content = content[:start] + put + content[stop:]
    return content


@st.composite
def mutated_json(draw, content: bytes) -> bytes:
    """Up to three of its values exchanged for odd ones, taken away, or repeated."""
    tree = copy.deepcopy(json.loads(content))
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(_places(tree)))
        match draw(st.integers(0, 9)):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, list):
                holder.insert(key, copy.deepcopy(holder[key]))
            case _:
                holder[key] = copy.deepcopy(draw(st.sampled_from(ODD)))
        if not _places(tree):
            break
    return json.dumps(tree).encode()


@st.composite
def mutated_words(draw, content: bytes) -> bytes:
    """Up to three of its words or numbers exchanged for odd ones."""
    for _ in range(draw(st.integers(1, 3))):
        words = list(re.finditer(rb"[\w.+-]+", content))
        if words:
            word = draw(st.sampled_from(words))
            content = content[: word.start()] + draw(st.sampled_from(ODD_WORDS)) + content[word.end() :]
    return content


def mutated(content: bytes) -> st.SearchStrategy[bytes]:
    """A JSON file, hurt in either way."""
    return st.one_of(mutated_bytes(content), mutated_json(content))


def outcome(read: Any) -> ReadMasks | None:
    """What is read, or None where it was refused in words. Any other exception is a fault and goes on."""
    try:
        found = read().found
    except (InvalidInput, LimitExceeded):
        return None
    assert all(one.message for one in found.problems.listed)
    return found


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """(holder, key) of every value, those near the root oftener than their number would have it."""
    found, now, shares = [], [tree], []
    while now:
        here = [(one, key) for one in now for key in (one if isinstance(one, dict) else range(len(one)))]
        shares.append(here)
        now = [holder[key] for holder, key in here if isinstance(holder[key], dict | list)]
    most = max(map(len, shares), default=0)
    for here in shares:
        found += here * max(1, most // max(1, len(here)) // 2)
    return found
