"""Every field, stream, media address and export, asked by who has no right to it: nothing comes, not even whether an id exists."""

import pytest
from asked import ANYBODY, ASKED, EDIT, MEDIA, OPEN, OPEN_POSTS, OWN, OWN_FILE, POSTS, READ, SIGNED_IN
from rows_actions import eventually
from rows_house import ADA, BOB, TITLE, House, ask, codes, filled, ids_of_nothing, whole

from masklet.api.schema.build import studio_schema
from masklet.domain.access import Right
from masklet.domain.errors import InvalidInput

STRANGERS = ["nobody", "another person", "a guest of another session", "an editing guest of another session"]
REFUSED = ("FORBIDDEN", "READ_ONLY")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    client = tmp_path_factory.mktemp("client")
    (client / "index.html").write_text("client")
    made = House(tmp_path_factory.mktemp("house"), client)
    yield made
    made.studio.close_all()


@pytest.fixture(params=STRANGERS)
def stranger(request, house):
    match request.param:
        case "nobody":
            return house.client()
        case "another person":
            return house.client("bob")
        case "a guest of another session":
            return house.client(secret=house.bobs_links[Right.READ])
        case _:
            return house.client(secret=house.bobs_links[Right.EDIT])


@pytest.fixture
def untouched(house):
    exports = house.studio.services.exports
    eventually(lambda: all(job.state.is_final for job in exports.of_session(house.ids["SESSION"])))  # a reader's too
    before = house.state()
    yield
    assert house.state() == before


def names_something_of_adas(house, body):
    return [word for word in (*house.ids.values(), TITLE, "ada") if word.encode() in body]


def test_the_walk_names_every_field():
    shape = studio_schema()._schema
    roots = (shape.query_type, shape.mutation_type, shape.subscription_type)
    assert set(ASKED) == {field for root in roots for field in root.fields}


def test_the_walk_names_every_address(house):
    gets = {rule.endpoint for rule in house.app.url_map.iter_rules() if "GET" in rule.methods}
    posts = {rule.endpoint for rule in house.app.url_map.iter_rules() if "POST" in rule.methods}
    assert gets == set(MEDIA) | set(OPEN)
    assert posts == set(POSTS) | set(OPEN_POSTS)


@pytest.mark.parametrize("field", ASKED)
def test_a_stranger_learns_nothing_of_a_field(house, stranger, field, untouched):
    """The same bytes for what is there as for what is not."""
    there, invented = ask(stranger, field, house.ids), ask(stranger, field, ids_of_nothing())
    assert names_something_of_adas(house, there[2]) == []
    if ASKED[field].takes in (READ, EDIT, OWN, OWN_FILE):
        assert there == invented
        assert codes(there) or field == "closeSession"
    nobody = house.client()
    if stranger.environ_base.get("HTTP_X_FORWARDED_USER") is None and not nobody_s_cookie(stranger):
        assert there[0] == 401
        assert codes(there) == [("UNAUTHENTICATED", None)]
        assert ask(nobody, field, house.ids)[0] == 401


def nobody_s_cookie(http):
    return http._cookies


@pytest.mark.parametrize("endpoint", MEDIA)
def test_a_stranger_learns_nothing_at_an_address(house, stranger, endpoint):
    for method in ("GET", "HEAD"):
        there, invented = (
            whole(stranger.open(filled(MEDIA[endpoint], ids), method=method)) for ids in (house.ids, ids_of_nothing())
        )
        assert there == invented
        assert there[0] in (401, 404)


@pytest.mark.parametrize(
    "header", [{"Range": "bytes=0-3"}, {"If-None-Match": "*"}, {"If-Modified-Since": "Thu, 26 Nov 2037 00:00:00 GMT"}]
)
def test_conditions_on_a_request_tell_no_more(house, stranger, header):
    for path in MEDIA.values():
        there, invented = (
            whole(stranger.get(filled(path, ids), headers=header)) for ids in (house.ids, ids_of_nothing())
        )
        assert there == invented


def test_the_stream_of_the_demo_s_client_tells_a_stranger_nothing(house, stranger, untouched):
    there, invented = (
        whole(stranger.post("/propagate_in_video", json={"session_id": ids["SESSION"], "start_frame_index": 0}))
        for ids in (house.ids, ids_of_nothing())
    )
    assert there == invented
    assert there[0] in (401, 404)


def test_somebody_else_s_upload_id_can_be_used_again(house):
    """That it is taken would tell that it is there."""
    assert ask(house.client("bob"), "uploadProgress", house.ids) == ask(
        house.client("bob"), "uploadProgress", ids_of_nothing()
    )
    services = house.studio.services.seen_by(BOB)
    incoming = services.uploads.begin(house.ids["UPLOAD"], "bob.mp4", None)
    assert services.uploads.progress(house.ids["UPLOAD"]).file_name == "bob.mp4"
    assert house.studio.services.seen_by(ADA).uploads.progress(house.ids["UPLOAD"]).file_name == "ada.mp4"
    incoming.abort(InvalidInput("Enough."))


def test_lists_hold_what_is_ours_and_nothing_else(house):
    def seen(http):
        videos = http.post(
            "/graphql", json={"query": "{ videos { edges { node { path } } } sessions { sessionId } }"}
        ).json["data"]
        paths = {edge["node"]["path"] for edge in videos["videos"]["edges"]}
        return paths, {each["sessionId"] for each in videos["sessions"]}

    assert seen(house.client("ada")) == ({house.ids["PATH"]}, {house.ids["SESSION"]})
    assert seen(house.client("dora")) == (set(), set())
    link = house.adas_links[Right.READ]
    assert seen(house.client(secret=link)) == seen(house.client("dora", link)) == seen(house.client("ada"))
    videos, sessions = seen(house.client("bob"))
    assert (house.bobs.video_path in videos, house.bobs.session_id in sessions) == (True, True)
    assert (house.ids["PATH"] in videos, house.ids["SESSION"] in sessions) == (False, False)


def test_a_shared_clip_is_not_theirs_to_rename_or_delete(house):
    def rights(http):
        query = '{ videos { edges { node { path right } } } session(sessionId: "%s") { video { right } } }'
        data = http.post("/graphql", json={"query": query % house.ids["SESSION"]}).json["data"]
        listed = {edge["node"]["path"]: edge["node"]["right"] for edge in data["videos"]["edges"]}
        return listed[house.ids["PATH"]], data["session"]["video"]["right"]

    assert rights(house.client("ada")) == ("OWN", "OWN")
    for link in house.adas_links.values():
        assert rights(house.client("carl", link)) == rights(house.client(secret=link)) == ("READ", "READ")


@pytest.fixture(params=["a guest", "a person"])
def reader(request, house):
    """Of Ada's session."""
    secret = house.adas_links[Right.READ]
    return house.client("carl" if request.param == "a person" else None, secret)


@pytest.mark.parametrize("field", [name for name, asked in ASKED.items() if asked.takes in (EDIT, OWN)])
def test_a_reader_changes_nothing(house, reader, field, untouched):
    assert codes(ask(reader, field, house.ids)) == [REFUSED]


@pytest.mark.parametrize("field", [name for name, asked in ASKED.items() if asked.takes in (READ, ANYBODY)])
def test_a_reader_reads(house, reader, field):
    assert codes(ask(reader, field, house.ids)) == []


def test_a_reader_sees_the_clip_and_takes_exports_away(house, reader):
    for endpoint, path in MEDIA.items():
        answer = reader.get(filled(path, house.ids))
        assert answer.status_code == 200 or endpoint == "media.manifest"
    savi = reader.post("/propagate_in_video", json={"session_id": house.ids["SESSION"]})
    assert (savi.status_code, savi.json["error"]["code"]) == (403, "FORBIDDEN")


@pytest.mark.parametrize("field", [name for name, asked in ASKED.items() if asked.takes == SIGNED_IN])
@pytest.mark.parametrize("right", [Right.READ, Right.EDIT])
def test_guests_make_nothing_of_their_own(house, field, right, untouched):
    guest = house.client(secret=house.adas_links[right])
    [(code, reason)] = codes(ask(guest, field, house.ids))
    assert code == "FORBIDDEN"
    assert reason == "GUEST" or (right is Right.READ and ASKED[field].sends is not None and reason == "READ_ONLY")
    assert list(house.studio.folders.incoming.glob("*.part"))[1:] == []  # Ada's alone is left


def test_who_may_edit_edits_but_neither_deletes_nor_shares(house):
    editor = house.client(secret=house.adas_links[Right.EDIT])
    assert codes(ask(editor, "renameSession", house.ids)) == []
    assert codes(ask(editor, "undo", house.ids)) == []
    for field in ("deleteSession", "shareLinks", "createShareLink", "removeShareLink"):
        assert codes(ask(editor, field, house.ids)) == [("FORBIDDEN", "NOT_OWNER")]
    for field in ("renameVideo", "deleteVideo"):
        assert codes(ask(editor, field, house.ids)) == [REFUSED]
    asked = "query($s: String!) { session(sessionId: $s) { right } }"
    body = {"query": asked, "variables": {"s": house.ids["SESSION"]}}
    rights = [
        http.post("/graphql", json=body).json["data"]["session"]["right"] for http in (editor, house.client("ada"))
    ]
    assert rights == ["EDIT", "OWN"]


def test_what_needs_no_signing_in_tells_nothing(house):
    nobody = house.client()
    for path in OPEN.values():
        answer = whole(nobody.get(path))
        assert answer[0] in ((404,) if path == OPEN["metrics"] else (200, 303))  # nothing is counted in this house
        assert names_something_of_adas(house, answer[2]) == []
    assert nobody.get("/access").json["signedInAs"] is None
    assert nobody.post("/nowhere").status_code == 401


def test_ids_cannot_be_guessed():
    """128 bits and more of the system's randomness; two thousand of them share nothing."""
    from masklet.domain import ids
    from masklet.service import share_desk

    made = {ids.random_id() for _ in range(2000)}
    assert len(made) == 2000
    assert {len(one) for one in made} == {32}
    for position in range(32):
        assert len({one[position] for one in made}) == 16  # every digit takes every value
    assert ids.secrets.token_hex.__module__ == share_desk.secrets.token_urlsafe.__module__ == "secrets"
    assert share_desk._SECRET_BYTES * 8 >= 128
