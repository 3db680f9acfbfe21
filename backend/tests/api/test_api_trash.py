"""Deletions over GraphQL: told before, taken back, made final; how full the server is."""

from fake_media import SAMPLE, UPLOAD

COUNTS = "{ sessions objects masks exports bytes }"
TRASH = "{ trash { trashId kind name deletedAt gone bytes } }"
RESTORE = "mutation($i: RestoreDeletedInput!) { restoreDeleted(input: $i) { success } }"
FOREVER = "mutation($i: DeleteForeverInput!) { deleteForever(input: $i) { success } }"


def delete_video(graphql):
    return graphql.data(f'mutation {{ deleteVideo(path: "{UPLOAD}") {{ success trashId }} }}')["deleteVideo"]


def test_what_goes_is_told_before(graphql):
    told = graphql.data(f'{{ deletionOfVideo(path: "{UPLOAD}") {COUNTS} }}')["deletionOfVideo"]
    assert told == {"sessions": 2, "objects": 3, "masks": 40, "exports": 1, "bytes": 5000.0}
    session = graphql.session()
    told = graphql.data(f'{{ deletionOfSession(sessionId: "{session}") {COUNTS} }}')["deletionOfSession"]
    assert told == {"sessions": 1, "objects": 3, "masks": 40, "exports": 1, "bytes": 400.0}
    assert graphql.code(f'{{ deletionOfVideo(path: "x") {COUNTS} }}') == "VIDEO_NOT_FOUND"
    assert graphql.code(f'{{ deletionOfSession(sessionId: "x") {COUNTS} }}') == "SESSION_NOT_FOUND"


def test_a_deletion_is_listed_and_taken_back(graphql):
    deleted = delete_video(graphql)
    assert deleted["success"]
    [listed] = graphql.data(TRASH)["trash"]
    assert listed == {
        "trashId": deleted["trashId"],
        "kind": "VIDEO",
        "name": "A clip",
        "deletedAt": 10.0,
        "gone": 20.0,
        "bytes": 300.0,
    }
    assert graphql.code(f'{{ video(path: "{UPLOAD}") {{ title }} }}') == "VIDEO_NOT_FOUND"
    one = {"i": {"trashId": deleted["trashId"]}}
    assert graphql.data(RESTORE, one) == {"restoreDeleted": {"success": True}}
    assert graphql.data(f'{{ video(path: "{UPLOAD}") {{ path }} }}')["video"]["path"] == UPLOAD
    assert graphql.code(RESTORE, one) == graphql.code(FOREVER, one) == "DELETED_NOT_FOUND"


def test_a_session_s_deletion_is_made_final(graphql):
    session = graphql.session()
    delete = "mutation($i: DeleteSessionInput!) { deleteSession(input: $i) { success trashId } }"
    one = {"i": {"trashId": graphql.data(delete, {"i": {"sessionId": session}})["deleteSession"]["trashId"]}}
    assert graphql.data(TRASH)["trash"][0]["kind"] == "SESSION"
    assert graphql.data(FOREVER, one) == {"deleteForever": {"success": True}}
    assert graphql.data(TRASH) == {"trash": []}
    assert graphql.code(f'mutation {{ deleteVideo(path: "{SAMPLE}") {{ trashId }} }}') == "INVALID_INPUT"


def test_how_full_it_is(graphql):
    told = graphql.data("{ storage { usedBytes trashBytes quotaBytes freeBytes } }")["storage"]
    assert told == {"usedBytes": 1000.0, "trashBytes": 300.0, "quotaBytes": None, "freeBytes": 2000.0}
