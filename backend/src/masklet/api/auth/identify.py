"""Who a request comes from. Nothing that a client says of itself counts unless it is signed, secret, or said by a trusted proxy."""

import hashlib
import hmac
from collections.abc import Callable, Sequence

from flask import session
from werkzeug.wrappers import Request

from masklet.api.auth.config import AccessConfig
from masklet.api.clients import is_in
from masklet.domain.access import EVERYONE, AccessMode, Person, Principal

TOKEN, PERSON, SHARES = "token", "person", "shares"  # keys of the cookie
TOKEN_HOLDER = Person("token", "token")
MOST_SHARES = 20
MOST_NAME = 200


def principal_of(
    sent: Request, config: AccessConfig, known: Callable[[Sequence[str]], tuple[str, ...]]
) -> Principal | None:
    """None: nobody signed in. `known` says which share links are still there."""
    if config.mode is AccessMode.OPEN:
        return EVERYONE
    if config.mode is AccessMode.TOKEN and _has_token(sent, config):
        return Principal(TOKEN_HOLDER, sees_all=True)
    person = _person(sent, config)
    links = session.get(SHARES) or ()
    shares = known(links) if links else ()
    return Principal(person, shares) if person is not None or shares else None


def is_token(given: str, config: AccessConfig) -> bool:
    """Compared in constant time."""
    return bool(config.token) and hmac.compare_digest(given.encode(), config.token.encode())


def bearer(sent: Request) -> str | None:
    """The token that a program sends, if it sends one."""
    authorization = sent.authorization
    return authorization.token if authorization is not None and authorization.type == "bearer" else None


def remember_token(config: AccessConfig) -> None:
    """In the cookie, as a digest: another token ends all that signed in with this one."""
    session.permanent = True
    session[TOKEN] = _digest(config)


def remember_person(person: Person) -> None:
    """In the cookie."""
    session.permanent = True
    session[PERSON] = [person.key, person.name]


def remember_share(share_id: str) -> None:
    """In the cookie, beside who is there already; the newest links are kept."""
    session.permanent = True
    others = [one for one in session.get(SHARES) or () if one != share_id]
    session[SHARES] = [share_id, *others][:MOST_SHARES]


def _has_token(sent: Request, config: AccessConfig) -> bool:
    given = bearer(sent)
    if given is not None:
        return is_token(given, config)
    return hmac.compare_digest(str(session.get(TOKEN, "")).encode(), _digest(config).encode())


def _digest(config: AccessConfig) -> str:
    return hmac.new(config.secret.encode(), config.token.encode(), hashlib.sha256).hexdigest()


def _person(sent: Request, config: AccessConfig) -> Person | None:
    match config.mode:
        case AccessMode.PROXY:
            return _proxied(sent, config)
        case AccessMode.OIDC:
            match session.get(PERSON):
                case [str(key), str(name)]:
                    return Person(key, name)
    return None


def _proxied(sent: Request, config: AccessConfig) -> Person | None:
    """A comma is how two headers of one name arrive, of which one may be the client's own: such a name is nobody's."""
    said = sent.headers.get(config.user_header, "").strip()
    if not is_in(sent.remote_addr or "", config.trusted_proxies) or not 0 < len(said) <= MOST_NAME or "," in said:
        return None
    try:
        name = said.encode("latin-1").decode()
    except UnicodeError:
        name = said
    return Person(name, name)
