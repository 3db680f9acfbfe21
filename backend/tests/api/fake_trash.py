"""A trash in memory: what a fake deletes is listed, and comes back."""

from masklet.domain.deletion import Deleted, Deletion, StorageUse
from masklet.domain.errors import DeletedNotFound


class FakeTrash:
    def __init__(self, videos, sessions):
        self.videos, self.sessions = videos, sessions
        self.put = {}
        videos.trash = sessions.trash = self

    def take(self, kind, name, rows, key):
        """Out of these rows, into the trash; its id there."""
        trash_id = f"t{len(self.put)}"
        self.put[trash_id] = (Deleted(trash_id, kind, name, 10.0, 20.0, 300), rows, key, rows.pop(key))
        return trash_id

    def with_video(self, path):
        self.videos.get(path)
        return Deletion(2, 3, 40, 1, 5000)

    def with_session(self, session_id):
        self.sessions.get(session_id)
        return Deletion(1, 3, 40, 1, 400)

    def all(self):
        return [deleted for deleted, *_ in self.put.values()]

    def restore(self, trash_id):
        _, rows, key, row = self._get(trash_id)
        rows[key] = row
        del self.put[trash_id]

    def delete_forever(self, trash_id):
        self._get(trash_id)
        del self.put[trash_id]

    def storage(self):
        return StorageUse(1000, 300, None, 2000)

    def _get(self, trash_id):
        if trash_id not in self.put:
            raise DeletedNotFound("This is no longer in the trash.")
        return self.put[trash_id]
