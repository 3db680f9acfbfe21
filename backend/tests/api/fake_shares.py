"""The share links of the fake Services."""

from masklet.domain.access import ShareLink
from masklet.domain.errors import ShareNotFound


class FakeShares:
    def __init__(self, sessions):
        self.sessions, self.rows = sessions, {}

    def all(self, session_id):
        return [link for link in self.rows.values() if link.session_id == session_id]

    def create(self, session_id, right):
        self.sessions.get(session_id)
        made = ShareLink(f"l{len(self.rows)}", session_id, f"secret-{len(self.rows)}", right, 5.0)
        self.rows[made.share_id] = made
        return made

    def remove(self, share_id):
        if self.rows.pop(share_id, None) is None:
            raise ShareNotFound("There is no such share link.")

    def known(self, share_ids):
        return tuple(one for one in share_ids if one in self.rows)

    def of_secret(self, secret):
        for link in self.rows.values():
            if link.secret == secret:
                return link
        raise ShareNotFound("There is no such share link.")
