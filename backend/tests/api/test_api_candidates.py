"""The query for what a click may mean: its shape, its default, and each argument that does not fit."""

import pytest
from fake_media import FRAMES, HEIGHT, WIDTH

from masklet.domain.prompt import Point, Prompt

QUERY = """query($s: String!, $f: Int!, $l: [Int!]!, $p: [[Float!]!]!, $m: Int! = 3) {
  maskCandidates(sessionId: $s, frameIndex: $f, labels: $l, points: $p, most: $m) {
    quality rleMask { size counts order } } }"""


def question(session, **changes):
    return {"s": session, "f": 4, "l": [1, 0], "p": [[0.5, 0.25], [0.0, 0.75]], **changes}


def test_masks_with_their_quality_best_first(graphql, services):
    session = graphql.session()
    first, second = graphql.data(QUERY, question(session))["maskCandidates"]
    assert first == {"quality": 0.5, "rleMask": {"size": [HEIGHT, WIDTH], "counts": "PQ1", "order": "F"}}
    assert second["quality"] == 0.25
    points = (Point(WIDTH / 2, HEIGHT / 4, 1), Point(0.0, 0.75 * HEIGHT, 0))
    assert services.prompts.questions == [(session, 4, Prompt(points), 3)]
    assert services.prompts.calls == []


def test_three_where_no_number_is_named(graphql, services):
    session = graphql.session()
    query = """query($s: String!) { maskCandidates(sessionId: $s, frameIndex: 0, labels: [1], points: [[0.5, 0.5]])
      { quality } }"""
    graphql.data(query, {"s": session})
    assert services.prompts.questions[0][-1] == 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"s": "nobody"}, "SESSION_NOT_FOUND"),
        ({"f": FRAMES}, "FRAME_OUT_OF_RANGE"),
        ({"f": -1}, "FRAME_OUT_OF_RANGE"),
        ({"l": [], "p": []}, "INVALID_PROMPT"),
        ({"l": [1]}, "INVALID_PROMPT"),
        ({"l": [1, 2]}, "INVALID_PROMPT"),
        ({"l": [1], "p": [[1.01, 0.5]]}, "INVALID_PROMPT"),
        ({"l": [1], "p": [[0.5]]}, "INVALID_PROMPT"),
        ({"l": [1] * 10_000, "p": [[0.5, 0.5]] * 10_000}, "LIMIT_EXCEEDED"),
        ({"m": 0}, "INVALID_INPUT"),
        ({"m": 6}, "INVALID_INPUT"),
        ({"m": -1}, "INVALID_INPUT"),
        ({"m": 2**40}, "INVALID_INPUT"),
        ({"p": None}, "INVALID_INPUT"),
    ],
)
def test_questions_that_have_no_answer(graphql, services, changes, code):
    session = graphql.session()
    error = graphql.error(QUERY, question(session, **changes))
    assert error["extensions"]["code"] == code
    assert error["message"]
    assert services.prompts.questions == []
    assert graphql.data(QUERY, question(session))
