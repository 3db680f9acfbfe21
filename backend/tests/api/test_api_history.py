"""The history on the wire: read with its session, moved in, and told as an event."""

import pytest

EDIT = "editId kind objectId objectName firstFrame lastFrame detail createdAt undone"
POINTS = {
    "editId": 4, "kind": "POINTS", "objectId": 1, "objectName": "Fish", "firstFrame": 3, "lastFrame": 3, "detail": "",
    "createdAt": 1.5, "undone": False,
}  # fmt: skip


def test_a_session_has_its_history(graphql):
    query = f"query($id: String!) {{ session(sessionId: $id) {{ history {{ {EDIT} }} }} }}"
    edits = graphql.data(query, {"id": graphql.session()})["session"]["history"]
    assert edits[0] == POINTS
    assert (edits[1]["kind"], edits[1]["objectId"], edits[1]["detail"], edits[1]["undone"]) == (
        "RENAME_SESSION", None, "Pond", True,
    )  # fmt: skip


def test_undo_answers_the_edit_and_redo_null_where_there_is_none(graphql):
    session_id = graphql.session()
    query = f"mutation($i: UndoInput!) {{ undo(input: $i) {{ {EDIT} }} }}"
    assert graphql.data(query, {"i": {"sessionId": session_id}})["undo"] == {**POINTS, "undone": True}
    query = "mutation($i: RedoInput!) { redo(input: $i) { editId } }"
    assert graphql.data(query, {"i": {"sessionId": session_id}})["redo"] is None
    assert graphql.code(query, {"i": {"sessionId": "nowhere"}}) == "SESSION_NOT_FOUND"


@pytest.mark.parametrize(("given", "passed"), [({"editId": 4}, 4), ({"editId": None}, None), ({}, None)])
def test_going_to_an_edit_and_restoring(graphql, services, given, passed):
    session_id = graphql.session()
    query = "mutation($i: GoToEditInput!) { goToEdit(input: $i) { success } }"
    assert graphql.data(query, {"i": {"sessionId": session_id, **given}})["goToEdit"]["success"]
    query = "mutation($i: RestoreMaskletInput!) { restoreMasklet(input: $i) { success } }"
    assert graphql.data(query, {"i": {"sessionId": session_id, "objectId": 1, **given}})["restoreMasklet"]["success"]
    assert services.history.calls == [("go_to", session_id, passed), ("restore", session_id, 1, passed)]


def test_an_edit_that_is_not_there(graphql):
    query = "mutation($i: GoToEditInput!) { goToEdit(input: $i) { success } }"
    assert graphql.code(query, {"i": {"sessionId": graphql.session(), "editId": 5}}) == "INVALID_INPUT"
