"""The effects of a session on the wire: set, read with the session, refused with a sentence."""

READ = "query($id: String!) { session(sessionId: $id) { effects } }"
SET = "mutation($i: SetEffectsInput!) { setEffects(input: $i) { success } }"


def test_a_session_has_none_until_they_are_set(graphql):
    session_id = graphql.session()
    assert graphql.data(READ, {"id": session_id})["session"]["effects"] is None
    assert graphql.data(SET, {"i": {"sessionId": session_id, "effects": "[]"}})["setEffects"]["success"]
    assert graphql.data(READ, {"id": session_id})["session"]["effects"] == "[]"


def test_they_are_read_only_where_they_are_asked_for(graphql, services):
    graphql.data("query($id: String!) { session(sessionId: $id) { name objects { name } } }", {"id": graphql.session()})
    assert services.effects.readings == 0


def test_what_does_not_fit_and_what_is_not_there(graphql):
    assert graphql.code(SET, {"i": {"sessionId": graphql.session(), "effects": "bad"}}) == "UNKNOWN_EXPORT"
    assert graphql.code(SET, {"i": {"sessionId": "nowhere", "effects": "[]"}}) == "SESSION_NOT_FOUND"
