"""How fast one client may go: a bucket of tokens for each client and kind, which fills in a minute. Memory is bounded."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

from masklet.api.config import Rates
from masklet.domain.errors import TooOften

Kind = Literal["uploads", "prompts", "sessions", "logins"]
UPLOADS: Kind = "uploads"
PROMPTS: Kind = "prompts"
SESSIONS: Kind = "sessions"
LOGINS: Kind = "logins"
MOST_BUCKETS = 10_000
MINUTE_S = 60.0


class Pace:
    """Thread-safe. The bucket that was untouched longest goes first: among so many clients it has long been full."""

    def __init__(self, rates: Rates, clock: Callable[[], float] = time.monotonic) -> None:
        self._rates, self._clock = rates, clock
        self._guard = threading.Lock()
        self._buckets: OrderedDict[tuple[Kind, str], tuple[float, float]] = OrderedDict()  # tokens, when

    def take(self, kind: Kind, client: str) -> None:
        """One of what a client may do in a minute. Raises TooOften."""
        limit: int = getattr(self._rates, kind)
        if limit == 0:
            return
        with self._guard:
            wait_s = self._take(kind, client, limit)
        if wait_s > 0:
            raise _too_often(kind, limit, math.ceil(wait_s))

    def _take(self, kind: Kind, client: str, limit: int) -> float:
        """Seconds until there is a token; 0 where one was taken."""
        now, per_s = self._clock(), limit / MINUTE_S
        left, at = self._buckets.pop((kind, client), (float(limit), now))
        left = min(limit, left + max(0.0, now - at) * per_s)
        is_there = left >= 1
        self._buckets[kind, client] = (left - 1 if is_there else left, now)
        while len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        return 0.0 if is_there else (1 - left) / per_s


def _too_often(kind: Kind, limit: int, wait_s: int) -> TooOften:
    when = f"a minute; try again in {wait_s} s."
    match kind:
        case "uploads":
            return TooOften(f"At most {limit} uploads {when}", reason="uploads", limit=limit, retry_after_s=wait_s)
        case "prompts":
            return TooOften(f"At most {limit} prompts {when}", reason="prompts", limit=limit, retry_after_s=wait_s)
        case "sessions":
            return TooOften(
                f"At most {limit} new sessions {when}", reason="sessions", limit=limit, retry_after_s=wait_s
            )
        case "logins":
            return TooOften(
                f"At most {limit} attempts to sign in {when}", reason="logins", limit=limit, retry_after_s=wait_s
            )
