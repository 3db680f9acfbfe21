"""Who asks and what they may do, as plain values. Who they are is found out in api/auth; what they may is checked in service/guarded."""

from dataclasses import dataclass
from enum import Enum, IntEnum


class AccessMode(Enum):
    """How the server learns who asks. A setting, never guessed."""

    OPEN = "open"
    TOKEN = "token"
    PROXY = "proxy"
    OIDC = "oidc"


class Right(IntEnum):
    """What somebody may do with a session or a clip; each includes the ones before it."""

    READ = 1
    EDIT = 2
    OWN = 3


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signed in. `key` is what their sessions belong to and never changes; `name` is for reading."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a request comes from: a person, or a guest with share links (their ids) alone.

    `sees_all`: whoever reaches an open server, or has the token of one with a token (a person of that name). Everything is theirs.
    """

    person: Person | None = None
    shares: tuple[str, ...] = ()
    sees_all: bool = False

    @property
    def is_guest(self) -> bool:
        """With share links, and nothing of their own."""
        return self.person is None and not self.sees_all

    @property
    def owner(self) -> str | None:
        """What they make belongs to this; None: to nobody, so to everyone who sees all."""
        return None if self.person is None or self.sees_all else self.person.key

    @property
    def holder(self) -> str:
        """Tells apart whose uploads are whose while they are on their way."""
        if self.sees_all:
            return ""
        return f"person {self.person.key}" if self.person else f"guest {' '.join(sorted(self.shares))}"


EVERYONE = Principal(sees_all=True)


@dataclass(frozen=True, slots=True)
class ShareLink:
    """Whoever has the secret has the right (READ or EDIT) in the session, until the link is removed."""

    share_id: str
    session_id: str
    secret: str
    right: Right
    created_at: float
