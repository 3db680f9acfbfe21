"""Objects, marks, classes and drawn masks over GraphQL: what reaches the services, and what is refused on the way."""

from dataclasses import replace

import pytest
from fake_media import FRAMES, HEIGHT, WIDTH

from masklet.api.errors import ErrorCode, status_of
from masklet.domain.errors import FrameAccepted, ObjectLocked
from masklet.domain.masklet import Rle
from masklet.domain.prompt import Prompt
from masklet.domain.session import Direction, TrackedObject
from masklet.masks.rle import empty
from masklet.service.interfaces import PromptRow

OBJECT = "{ objectId name colour classId locked absent accepted }"


def call(field, kind, selection):
    return f"mutation($i: {kind}!) {{ {field}(input: $i) {selection} }}"


UPDATE = call("updateObject", "UpdateObjectInput", OBJECT)
MASK = call("addMask", "AddMaskInput", "{ frameIndex rleMaskList { objectId } }")


def drawn(session, **changes):
    base = {"frameIndex": 1, "objectId": 0, "counts": empty(HEIGHT, WIDTH).counts, "size": [HEIGHT, WIDTH]}
    return {"i": {"sessionId": session, **base, **changes}}


def test_a_drawn_mask_reaches_the_service_as_the_encoder_would_write_it(graphql, services):
    session = graphql.session()
    assert graphql.data(MASK, drawn(session))["addMask"] == {"frameIndex": 1, "rleMaskList": [{"objectId": 0}]}
    graphql.data(MASK, drawn(session, counts="0" + "0" + empty(HEIGHT, WIDTH).counts))  # two empty runs before
    assert services.prompts.calls == [(session, 0, 1, Rle(HEIGHT, WIDTH, empty(HEIGHT, WIDTH).counts))] * 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"size": [WIDTH, HEIGHT]}, "INVALID_PROMPT"),
        ({"size": [HEIGHT]}, "INVALID_PROMPT"),
        ({"size": []}, "INVALID_PROMPT"),
        ({"size": [HEIGHT, WIDTH, 1]}, "INVALID_PROMPT"),
        ({"size": [0, 0], "counts": ""}, "INVALID_PROMPT"),
        ({"counts": ""}, "INVALID_PROMPT"),
        ({"counts": "PQ1PQ1"}, "INVALID_PROMPT"),
        ({"counts": "1"}, "INVALID_PROMPT"),
        ({"counts": "P"}, "INVALID_PROMPT"),
        ({"counts": "oooooooooooooooo"}, "INVALID_PROMPT"),
        ({"counts": "é"}, "INVALID_PROMPT"),
        ({"counts": "\U0001f600"}, "INVALID_PROMPT"),
        ({"counts": " "}, "INVALID_PROMPT"),
        ({"frameIndex": FRAMES}, "FRAME_OUT_OF_RANGE"),
        ({"objectId": -1}, "INVALID_INPUT"),
        ({"sessionId": "nobody"}, "SESSION_NOT_FOUND"),
    ],
)
def test_masks_that_are_none_are_refused(graphql, services, changes, code):
    error = graphql.error(MASK, drawn(graphql.session(), **changes))
    assert error["extensions"]["code"] == code
    assert error["message"]
    assert services.prompts.calls == []


def test_each_part_of_an_update_is_a_change_of_its_own(graphql, services):
    session = graphql.session()
    made = graphql.data(call("addClass", "AddClassInput", "{ classId }"), {"i": {"name": "Fish"}})["addClass"]
    wanted = {"sessionId": session, "objectId": 1}

    def update(**changes):
        return graphql.data(UPDATE, {"i": {**wanted, **changes}})["updateObject"]

    assert update(name="Koi")["name"] == "Koi"
    assert services.objects.calls == []
    assert update(classId=made["classId"])["classId"] == made["classId"]
    assert update(classId=None)["classId"] is None
    assert update(locked=True)["locked"] is True
    update(name="Koi", classId=made["classId"], locked=False)
    update(locked=None)
    assert services.objects.calls == [
        ("classify", 1, 1),
        ("classify", 1, None),
        ("lock", 1, True),
        ("classify", 1, 1),
        ("lock", 1, False),
    ]
    assert graphql.code(UPDATE, {"i": {**wanted, "name": "New", "classId": 77}}) == "INVALID_INPUT"


def test_objects_are_ordered_merged_and_split(graphql, services):
    session = graphql.session()
    wanted = {"sessionId": session}
    order = graphql.data(
        call("reorderObjects", "ReorderObjectsInput", "{ objectId }"), {"i": {**wanted, "objectIds": [2, 1]}}
    )
    assert order["reorderObjects"] == [{"objectId": 2}, {"objectId": 1}]
    merge = {**wanted, "objectId": 1, "otherObjectId": 2}
    merged = graphql.data(call("mergeObjects", "MergeObjectsInput", "{ success }"), {"i": merge})
    assert merged["mergeObjects"] == {"success": True}
    split = call("splitObject", "SplitObjectInput", OBJECT)
    wanted = {**wanted, "objectId": 1, "frameIndex": 4, "newObjectId": 3}
    assert graphql.data(split, {"i": wanted})["splitObject"]["objectId"] == 3
    assert services.objects.calls == [("reorder", [2, 1]), ("merge", 1, 2), ("split", 1, 4, 3)]
    assert graphql.code(split, {"i": {**wanted, "newObjectId": -1}}) == "INVALID_INPUT"
    assert graphql.code(split, {"i": {**wanted, "frameIndex": FRAMES}}) == "FRAME_OUT_OF_RANGE"
    assert graphql.code(split, {"i": {**wanted, "sessionId": "nobody"}}) == "SESSION_NOT_FOUND"


@pytest.mark.parametrize(("field", "mark"), [("markAbsent", "absent"), ("acceptFrames", "accepted")])
def test_frames_are_marked(graphql, services, field, mark):
    query = call(field, "MarkFramesInput", OBJECT)
    wanted = {"sessionId": graphql.session(), "objectId": 1, "firstFrame": 2, "lastFrame": 5, "marked": True}
    assert graphql.data(query, {"i": wanted})[field][mark] == [[2, 5]]
    assert graphql.data(query, {"i": {**wanted, "marked": False}})[field][mark] == []
    assert [entry[1:] for entry in services.marks.calls] == [(1, 2, 5, True), (1, 2, 5, False)]
    assert graphql.code(query, {"i": {**wanted, "lastFrame": FRAMES}}) == "FRAME_OUT_OF_RANGE"


def test_classes_are_listed_made_changed_and_removed(graphql):
    add = call("addClass", "AddClassInput", "{ classId name colour }")
    made = graphql.data(add, {"i": {"name": "  Fish ", "colour": "#ABCDEF"}})["addClass"]
    assert made == {"classId": 1, "name": "Fish", "colour": "#abcdef"}
    update = call("updateClass", "UpdateClassInput", "{ classId name colour }")
    changed = graphql.data(update, {"i": {"classId": 1, "name": "Koi"}})["updateClass"]
    assert graphql.data("{ classes { classId name colour } }")["classes"] == [changed]
    assert changed == {"classId": 1, "name": "Koi", "colour": "#abcdef"}
    for query, wanted in (
        (add, {"name": " "}),
        (add, {"name": "x" * 201}),
        (add, {"name": "A", "colour": "red"}),
        (update, {"classId": 1, "name": " "}),
        (update, {"classId": 1, "name": ""}),
        (update, {"classId": 1, "colour": "red"}),
        (update, {"classId": 2, "name": "A"}),
    ):
        assert graphql.code(query, {"i": wanted}) == "INVALID_INPUT"
    remove = call("removeClass", "RemoveClassInput", "{ success }")
    assert graphql.data(remove, {"i": {"classId": 1}})["removeClass"] == {"success": True}
    assert graphql.code(remove, {"i": {"classId": 1}}) == "INVALID_INPUT"
    assert graphql.data("{ classes { name } }")["classes"] == []


def test_objects_and_prompts_are_read_back_with_their_marks(graphql, services, monkeypatch):
    session = graphql.session()
    snapshot, overview = services.sessions.snapshot(session), services.overviews.get(session)
    marked = TrackedObject(1, "Fish", "#112233", 4, True, ((0, 3), (5, 5)), ((7, 8),))
    said = PromptRow(1, 3, Prompt(mask=empty(HEIGHT, WIDTH)))
    monkeypatch.setattr(services.sessions, "snapshot", lambda _: replace(snapshot, prompts=(*snapshot.prompts, said)))
    monkeypatch.setattr(services.overviews, "get", lambda _: replace(overview, objects=(marked,)))
    query = f"query($s: String!) {{ session(sessionId: $s) {{ objects {OBJECT} prompts {{ hasMask }} }} }}"
    read = graphql.data(query, {"s": session})["session"]
    assert read["objects"] == [
        {
            "objectId": 1,
            "name": "Fish",
            "colour": "#112233",
            "classId": 4,
            "locked": True,
            "absent": [[0, 3], [5, 5]],
            "accepted": [[7, 8]],
        }
    ]
    assert read["prompts"] == [{"hasMask": False}, {"hasMask": True}]


def test_the_plan_is_asked_as_a_propagation_is_started(graphql, services):
    session = graphql.session()
    query = "query($i: PropagateInVideoInput!) { propagationPlan(input: $i) { objectId firstFrame lastFrame } }"
    wanted = {"sessionId": session, "startFrameIndex": 4, "endFrameIndex": 6, "firstFrameIndex": 2, "objectIds": [1]}
    plan = graphql.data(query, {"i": wanted})["propagationPlan"]
    assert plan == [{"objectId": 1, "firstFrame": 5, "lastFrame": 6}]
    graphql.data(query, {"i": {"sessionId": session, "startFrameIndex": 4}})
    assert services.propagations.planned == [
        (4, 6, Direction.BOTH, [1], 2),
        (4, None, Direction.BOTH, None, None),
    ]
    assert graphql.code(query, {"i": {**wanted, "startFrameIndex": FRAMES}}) == "FRAME_OUT_OF_RANGE"
    start = "mutation($i: PropagateInVideoInput!) { startPropagation(input: $i) { jobId } }"
    graphql.data(start, {"i": wanted})
    assert services.propagations.first == 2


@pytest.mark.parametrize(
    ("error", "code"), [(ObjectLocked, ErrorCode.OBJECT_LOCKED), (FrameAccepted, ErrorCode.FRAME_ACCEPTED)]
)
def test_what_is_locked_or_accepted_has_codes_of_its_own(graphql, services, monkeypatch, error, code):
    def refuse(*_):
        raise error("It is not to be changed.", object_id=1)

    monkeypatch.setattr(services.marks, "mark_absent", refuse)
    query = call("markAbsent", "MarkFramesInput", OBJECT)
    wanted = {"sessionId": graphql.session(), "objectId": 1, "firstFrame": 0, "lastFrame": 0, "marked": True}
    answer = graphql.error(query, {"i": wanted})
    assert answer["extensions"] == {"code": code.value, "details": {"object_id": 1}}
    assert status_of(error("")) == 409
