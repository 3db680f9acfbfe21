"""A server with people: real use cases on a data folder, workers of a few lines, and clients that are signed in or not."""

import io
import json
import secrets
import uuid
from ipaddress import ip_network

from asked import ASKED
from row_workers import a_video
from rows_actions import click, eventually, track
from rows_studio import Studio

from masklet.api.app import create_app
from masklet.api.auth.config import AccessConfig
from masklet.api.config import ApiConfig
from masklet.domain.access import AccessMode, Person, Principal, Right
from masklet.domain.export_options import ExportOptions

ADA, BOB, CARL = (Principal(Person(name, name)) for name in ("ada", "bob", "carl"))
HERE = ip_network("127.0.0.1/32")
TITLE = "Ada's own pond"


def ids_of_nothing():
    """As those that are there look, and of nothing."""
    key = secrets.token_hex(16)
    made = {
        "SESSION": secrets.token_hex(16),
        "PATH": f"uploads/{key}.mp4",
        "EXPORT": secrets.token_hex(16),
        "UPLOAD": str(uuid.uuid4()),
        "SHARE": secrets.token_hex(16),
    }
    return made | {"IMAGE": made["PATH"].removesuffix(".mp4") + ".jpg"}


class House:
    """Ada's clip, session, masks, export, upload and share link; Bob's session, which a guest was let into."""

    def __init__(self, folder, client_dir):
        self.studio = Studio(folder)
        access = AccessConfig(AccessMode.PROXY, "a secret", trusted_proxies=(HERE,))
        config = ApiConfig(access=access, client_dir=client_dir, tick_s=0.02, heartbeat_s=0.05)
        self.app = create_app(self.studio.services, config)
        self.ids = self._adas()
        self.bobs = self._start(BOB)
        self.adas_links = self._links(ADA, self.ids["SESSION"])
        self.bobs_links = self._links(BOB, self.bobs.session_id)

    def _links(self, owner, session_id):
        """By right the secret of a link."""
        shares = self.studio.services.seen_by(owner).shares
        return {right: shares.create(session_id, right).secret for right in (Right.READ, Right.EDIT)}

    def _start(self, owner, title="A clip"):
        path = self.studio.add_video()
        with self.studio.services._context.database.write() as tx:
            tx.videos.put(tx.videos.id_of(path), a_video(path, 20, title), None, 1.0, owner.owner)
        return self.studio.services.seen_by(owner).sessions.start(path, None)

    def _adas(self):
        session = self._start(ADA, TITLE)
        key = session.session_id
        click(self.studio, key, 0, 0, 3)
        click(self.studio, key, 1, 0, 5)
        track(self.studio, key)
        services = self.studio.services.seen_by(ADA)
        export = services.exports.start(key, "rows", ExportOptions({})).job_id
        eventually(lambda: services.exports.get(export).state.is_final)
        upload = str(uuid.uuid4())
        services.uploads.begin(upload, "ada.mp4", None).write(b"abc")
        link = services.shares.create(key, Right.READ)
        self.studio.services.classes.add("Fish", None)
        made = {"SESSION": key, "PATH": session.video_path, "EXPORT": export, "UPLOAD": upload}
        return made | {"SHARE": link.share_id, "IMAGE": session.video_path.removesuffix(".mp4") + ".jpg"}

    def client(self, name=None, secret=None):
        """Of somebody with a name, with a share link, with both or neither."""
        http = self.app.test_client()
        if name is not None:
            http.environ_base["HTTP_X_FORWARDED_USER"] = name
        if secret is not None:
            assert http.get(f"/shared/{secret}").status_code == 303
        return http

    def state(self):
        """All that is Ada's, to be compared."""
        services = self.studio.services
        key = self.ids["SESSION"]
        snapshot = services.sessions.snapshot(key)
        return (
            snapshot,
            services.videos.get(self.ids["PATH"]),
            list(services.sessions.masks(key, None, 0, 19)),
            services.effects.get(key),
            services.history.all(key),
            services.exports.of_session(key),
            services.shares.all(key),
            services.seen_by(ADA).uploads.progress(self.ids["UPLOAD"]),
        )


def filled(text, ids):
    """The text with ids in place of the words in capitals."""
    for word, key in ids.items():
        text = text.replace(f'"{word}"', f'"{key}"').replace(f"/{word}", f"/{key}")
    return text


def ask(http, field, ids):
    """One field, asked of the server; streams to their end, or their first result where they have none."""
    asked = ASKED[field]
    document = filled(asked.document, ids)
    if asked.sends is not None:
        operations = json.dumps({"query": document, "variables": {"file": None}})
        form = {"operations": operations, "map": '{"file": ["variables.file"]}'}
        return whole(http.post("/graphql", data=form | {"file": (io.BytesIO(asked.sends), "a.bin")}))
    accept = "text/event-stream" if document.startswith("subscription") else "application/json"
    return whole(http.post("/graphql", json={"query": document}, headers={"Accept": accept}, buffered=False))


def whole(answer):
    """(status, headers, body), apart from what differs between any two answers: the request's id, and how quiet a stream was."""
    body = b""
    for piece in answer.response:
        if piece in (":\n\n", b":\n\n"):
            continue
        body += piece if isinstance(piece, bytes) else piece.encode()
        if body.count(b"event: next") == 2:
            break
    answer.close()
    headers = sorted((name, value) for name, value in answer.headers if name not in ("X-Request-Id", "Date"))
    return answer.status_code, headers, body


def codes(answer):
    """The codes of the errors of an answer, each with its reason."""
    _status, headers, body = answer
    text = body.decode()
    if dict(headers)["Content-Type"].startswith("text/event-stream"):
        text = text.partition("data: ")[2].partition("\n")[0]
    said = json.loads(text)
    errors = [said["error"]] if "error" in said else [each["extensions"] for each in said.get("errors", ())]
    return [(each["code"], each.get("details", {}).get("reason")) for each in errors]
