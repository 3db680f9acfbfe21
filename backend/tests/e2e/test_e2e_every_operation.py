"""Every operation and address of the API is used once; then its process holds nothing that works on frames or tensors.

A new operation or address fails the walk until it has its step here.
"""

import json
import uuid
from pathlib import Path

import pytest
from fake_services import FakeServices
from product import CLIP, becomes_true, copy_data, marbles_at, product
from studio import MASKS

from masklet.api.app import create_app
from masklet.api.config import ApiConfig

FRAME_LIBRARIES = ("torch", "av", "cv2")
FIELDS = "{ __schema { queryType { fields { name } } mutationType { fields { name } } subscriptionType { fields { name } } } }"
VIDEO = "path title right url posterUrl filmstripUrl filmstripTiles frameUrl width height frameCount durationSec hasAudio isSample source { codec }"


class Walk:
    """One person who uses everything. `steps` are in the order of a day's work; each names what it uses."""

    def __init__(self, studio, clip: Path, too_long: Path, frames: int) -> None:
        self.studio, self.clip, self.too_long, self.last = studio, clip, too_long, frames - 1
        self.used: set[str] = set()
        self.paths: list[tuple[str, str]] = [("POST", "/graphql")]

    def ask(self, kind, field, arguments, selection, **variables):
        """Run one field; `arguments` are "name: Type!" by variable."""
        self.used.add(field)
        declared = ", ".join(f"${name}: {type_}" for name, type_ in arguments.items())
        passed = ", ".join(f"{name}: ${name}" for name in arguments)
        head = f"{kind} ({declared})" if arguments else kind
        call = f"{field}({passed})" if arguments else field
        return f"{head} {{ {call} {selection} }}", variables

    def do(self, kind, field, arguments, selection, **variables):
        query, values = self.ask(kind, field, arguments, selection, **variables)
        return self.studio.data(query, **values)[field]

    def mutate(self, field, input_type, selection, **values):
        return self.do("mutation", field, {"input": f"{input_type}!"}, selection, input=values)

    def first(self, field, arguments, selection, **variables):
        """The first result of a subscription, whose client then leaves."""
        query, values = self.ask("subscription", field, arguments, selection, **variables)
        stream = self.studio.events(query, **values)
        result = next(stream)
        stream.close()
        return result["data"][field]

    def get(self, path, status=200):
        self.paths.append(("GET", path))
        answer = self.studio.http.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return answer

    def videos(self):
        """Uploads, the gallery, media."""
        [entry] = self.do("query", "server", {}, "{ version engines { name } exportFormats { name } folderEntries }")[
            "folderEntries"
        ]
        assert entry == "clip.mp4"
        assert self.do("query", "defaultVideo", {}, f"{{ {VIDEO} }}")["path"].startswith("gallery/")
        self.used.add("uploadVideo")
        self.path = self.studio.upload_file(self.clip)["path"]
        upload = str(uuid.uuid4())
        refused = self.studio.upload(self.too_long.read_bytes(), "too long.mp4", upload)
        assert refused["errors"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"
        ask = {"uploadId": "ID!"}
        assert self.do("query", "uploadProgress", ask, "{ state }", uploadId=upload)["state"] == "NEEDS_RANGE"
        ranged = {"uploadId": "ID!", "startTimeSec": "Float", "durationTimeSec": "Float"}
        part = {"uploadId": upload, "startTimeSec": 1.0, "durationTimeSec": 1.0}
        made = self.do("mutation", "prepareUpload", ranged, f"{{ {VIDEO} }}", **part)
        assert made["frameCount"] == 24
        opened = self.do("mutation", "openFromFolder", {"name": "String!"}, "{ path }", name=entry)["path"]
        path = {"path": "String!"}
        renamed = {"path": opened, "title": "Renamed"}
        assert (
            self.do("mutation", "renameVideo", path | {"title": "String!"}, "{ title }", **renamed)["title"]
            == "Renamed"
        )
        assert self.do("query", "video", path, f"{{ {VIDEO} }}", path=opened)["title"] == "Renamed"
        assert self.do("query", "deletionOfVideo", path, "{ sessions bytes }", path=opened)["sessions"] == 0
        trashed = self.do("mutation", "deleteVideo", path, "{ success trashId }", path=opened)["trashId"]
        [listed] = self.do("query", "trash", {}, "{ trashId kind name }")
        assert listed == {"trashId": trashed, "kind": "VIDEO", "name": "Renamed"}
        assert self.mutate("restoreDeleted", "RestoreDeletedInput", "{ success }", trashId=trashed)["success"]
        trashed = self.do("mutation", "deleteVideo", path, "{ success trashId }", path=opened)["trashId"]
        assert self.do("query", "storage", {}, "{ usedBytes trashBytes }")["trashBytes"] > 0
        assert self.mutate("deleteForever", "DeleteForeverInput", "{ success }", trashId=trashed)["success"]
        assert len(self.do("query", "videos", {}, f"{{ edges {{ node {{ {VIDEO} }} }} }}")["edges"]) == 5
        self.media()

    def media(self):
        image = self.path.removesuffix(".mp4") + ".jpg"
        for path in (
            f"/{self.path}",
            f"/{CLIP}",
            f"/posters/{image}",
            f"/filmstrips/{image}",
            f"/frames/{self.path}/3.jpg",
        ):
            self.get(path)
        self.get("/healthy")
        assert self.get("/ready").json() == {
            "ready": True,
            "checks": dict.fromkeys(("database", "disk", "engine"), "ok"),
        }
        assert "masklet_sessions{" in self.get("/metrics").text
        assert self.get("/").text == "client"

    def prompts(self):
        """A session, its objects and prompts."""
        self.used |= {"startSession", "addPoints"}
        self.session = self.studio.start(self.path)
        for object_id in (0, 1, 2):
            self.studio.click(self.session, 0, object_id, 0.3, 0.5)
        on_frame = {"sessionId": self.session, "frameIndex": 0, "objectId": 1}
        assert self.mutate("addBox", "AddBoxInput", f"{{ {MASKS} }}", **on_frame, box=[0.1, 0.2, 0.5, 0.8])
        assert self.mutate("clearPointsInFrame", "ClearPointsInFrameInput", f"{{ {MASKS} }}", **on_frame)
        asked = {"sessionId": "String!", "frameIndex": "Int!", "labels": "[Int!]!", "points": "[[Float!]!]!"}
        click = {"sessionId": self.session, "frameIndex": 0, "labels": [1], "points": [[0.3, 0.5]]}
        meant = self.do("query", "maskCandidates", asked, "{ quality rleMask { counts size } }", **click)
        assert 1 <= len(meant) <= 3
        one = {"sessionId": self.session, "objectId": 2}
        named = self.mutate("updateObject", "UpdateObjectInput", "{ name }", **one, name="Disc", colour="#102030")
        assert named == {"name": "Disc"}
        [rest] = self.mutate("removeObject", "RemoveObjectInput", f"{{ {MASKS} }}", **one)
        assert [entry["objectId"] for entry in rest["rleMaskList"]] == [0, 1]
        renamed = self.mutate("renameSession", "RenameSessionInput", "{ name }", sessionId=self.session, name="Mine")
        assert renamed == {"name": "Mine"}
        layers = json.dumps([{"id": "a", "effect": {"name": "blur", "values": {}}, "objectIds": [0], "enabled": True}])
        effects = {"sessionId": self.session, "effects": layers}
        assert self.mutate("setEffects", "SetEffectsInput", "{ success }", **effects)["success"]
        read = self.do("query", "session", {"sessionId": "String!"}, "{ effects }", sessionId=self.session)
        assert json.loads(read["effects"]) == json.loads(layers)
        path = {"videoPath": "String"}
        listed = self.do("query", "sessions", path, "{ sessionId asleep }", videoPath=self.path)
        assert listed == [{"sessionId": self.session, "asleep": False}]

    def access(self):
        """Who one is on a server without a login, and a link to a session."""
        assert self.do("query", "me", {}, "{ name guest mode }") == {"name": None, "guest": False, "mode": "OPEN"}
        assert self.get("/access").json()["mode"] == "open"
        link = self.mutate(
            "createShareLink", "CreateShareLinkInput", "{ shareId url }", sessionId=self.session, right="READ"
        )
        asked = {"sessionId": "String!"}
        listed = self.do("query", "shareLinks", asked, "{ shareId url right }", sessionId=self.session)
        assert listed == [{**link, "right": "READ"}]
        led = self.get(link["url"].removeprefix(self.studio.url), 303)
        assert led.headers["Location"] == f"/session/{self.session}"
        assert self.mutate("removeShareLink", "RemoveShareLinkInput", "{ success }", shareId=link["shareId"])["success"]
        for path in ("/login", "/login/callback"):
            self.get(path, 303)
        for path, body, status in (("/login", {"token": "x"}, 400), ("/logout", {}, 204)):
            self.paths.append(("POST", path))
            assert self.studio.http.post(path, json=body).status_code == status

    def history(self):
        """Undo, redo, and an earlier version of a masklet."""
        one = {"sessionId": self.session}
        edits = self.do("query", "session", {"sessionId": "String!"}, "{ history { editId kind undone } }", **one)
        first = edits["history"][0]["editId"]
        assert self.mutate("undo", "UndoInput", "{ kind undone }", **one) == {"kind": "EFFECTS", "undone": True}
        assert self.mutate("redo", "RedoInput", "{ undone }", **one) == {"undone": False}
        assert self.mutate("goToEdit", "GoToEditInput", "{ success }", **one, editId=first)["success"]
        last = edits["history"][-1]["editId"]
        assert self.mutate("goToEdit", "GoToEditInput", "{ success }", **one, editId=last)["success"]
        restored = one | {"objectId": 0, "editId": first}
        assert self.mutate("restoreMasklet", "RestoreMaskletInput", "{ success }", **restored)["success"]

    def objects(self):
        """Classes, marks, drawn masks, and objects made into one and two."""
        ask = {"sessionId": self.session}
        fish = self.mutate("addClass", "AddClassInput", "{ classId }", name="Fish")["classId"]
        assert self.mutate("updateClass", "UpdateClassInput", "{ name }", classId=fish, name="Koi") == {"name": "Koi"}
        assert self.do("query", "classes", {}, "{ classId name }") == [{"classId": fish, "name": "Koi"}]
        classified = {**ask, "objectId": 1, "classId": fish, "locked": True}
        assert self.mutate("updateObject", "UpdateObjectInput", "{ classId locked }", **classified) == {
            "classId": fish,
            "locked": True,
        }
        self.mutate("updateObject", "UpdateObjectInput", "{ locked }", **ask, objectId=1, locked=False)
        assert self.mutate("removeClass", "RemoveClassInput", "{ success }", classId=fish)["success"]
        [mask] = [
            entry["rleMask"] for entry in self.studio.click(self.session, 0, 0, 0.3, 0.5) if entry["objectId"] == 0
        ]
        drawn = {**ask, "frameIndex": 0, "objectId": 1, "counts": mask["counts"], "size": mask["size"]}
        shown = self.mutate("addMask", "AddMaskInput", f"{{ {MASKS} }}", **drawn)["rleMaskList"]
        assert [entry["rleMask"]["counts"] for entry in shown] == [mask["counts"]] * 2
        order = self.mutate("reorderObjects", "ReorderObjectsInput", "{ objectId }", **ask, objectIds=[1, 0])
        assert [known["objectId"] for known in order] == [1, 0]
        marks = {**ask, "objectId": 1, "firstFrame": 0, "lastFrame": 0, "marked": True}
        accepted = self.mutate("acceptFrames", "MarkFramesInput", "{ accepted }", **marks)
        assert accepted == {"accepted": [[0, 0]]}
        self.mutate("acceptFrames", "MarkFramesInput", "{ accepted }", **{**marks, "marked": False})
        later = {**marks, "firstFrame": 2, "lastFrame": 3}
        assert self.mutate("markAbsent", "MarkFramesInput", "{ absent }", **later) == {"absent": [[2, 3]]}
        whole = {"input": {**ask, "startFrameIndex": 0, "objectIds": [1]}}
        wanted = {"input": "PropagateInVideoInput!"}
        plan = self.do("query", "propagationPlan", wanted, "{ objectId firstFrame lastFrame }", **whole)
        assert [(each["firstFrame"], each["lastFrame"]) for each in plan] == [(1, 1), (4, self.last)]
        assert self.studio.wait(self.studio.track(self.session))["state"] == "DONE"
        split = {**ask, "objectId": 1, "frameIndex": 5, "newObjectId": 2}
        assert self.mutate("splitObject", "SplitObjectInput", "{ name }", **split) == {"name": "Object 2 2"}
        merge = {**ask, "objectId": 1, "otherObjectId": 2}
        assert self.mutate("mergeObjects", "MergeObjectsInput", "{ success }", **merge)["success"]

    def tracking(self):
        """Jobs, streams, masks."""
        self.used |= {"startPropagation", "job", "cancelPropagateInVideo"}
        self.studio.track(self.session)
        assert self.studio.cancel(self.session)
        whole = {"input": {"sessionId": self.session, "startFrameIndex": 0, "direction": "FORWARD"}}
        told = self.first("propagateInVideo", {"input": "PropagateInVideoInput!"}, f"{{ {MASKS} }}", **whole)
        assert told["frameIndex"] == 0
        after = {"sessionId": self.session, "after": 0}
        asked = {"sessionId": "String!", "after": "Int!"}
        assert self.first("sessionEvents", asked, "{ __typename cursor }", **after)["cursor"] >= 1
        job = self.do(
            "query", "session", {"sessionId": "String!"}, "{ propagation { jobId } exports { jobId } }", **after
        )
        assert self.studio.wait(job["propagation"]["jobId"])["state"] == "DONE"
        span = {"sessionId": "String!", "startFrame": "Int!", "endFrame": "Int!"}
        wanted = {"sessionId": self.session, "startFrame": 0, "endFrame": self.last}
        assert len(self.do("query", "masklets", span, f"{{ {MASKS} }}", **wanted)) == self.last + 1
        self.paths.append(("POST", "/propagate_in_video"))
        savi = self.studio.http.post("/propagate_in_video", json={"session_id": self.session, "start_frame_index": 5})
        assert savi.content.count(b"--frame\r\n") == self.last + 2

    def checkpoints(self):
        """A download that finds no network, as a person sees it."""
        name, shown = {"name": "String!"}, "{ name state problem { code message } }"
        known = self.do("query", "checkpoints", {}, shown)
        assert {(each["state"], each["problem"]) for each in known} == {("MISSING", None)}
        wanted = known[0]["name"]
        begun = self.do("mutation", "startCheckpointDownload", name, shown, name=wanted)
        assert (begun["name"], begun["problem"]) == (wanted, None)
        assert becomes_true(lambda: self.do("query", "checkpoints", {}, shown)[0]["problem"] is not None, 20)
        ended = self.do("mutation", "cancelCheckpointDownload", name, shown, name=wanted)
        assert (ended["state"], ended["problem"]["code"]) == ("MISSING", "NETWORK_UNAVAILABLE")
        assert "no network" in ended["problem"]["message"]

    def exports(self):
        """Every format, as the server lists them."""
        self.used.add("startExport")
        formats = self.do("query", "server", {}, "{ exportFormats { name } }")["exportFormats"]
        assert len(formats) >= 3
        disc = self.mutate("addClass", "AddClassInput", "{ classId }", name="Disc")["classId"]
        classified = {"sessionId": self.session, "objectId": 0, "classId": disc}
        assert self.mutate("updateObject", "UpdateObjectInput", "{ classId }", **classified) == {"classId": disc}
        for each in formats:
            job = self.studio.wait(self.studio.export(self.session, each["name"]))
            assert job["state"] == "DONE", job
            address = job["downloadUrl"].removeprefix(self.studio.url)
            content = self.get(address).content
            assert content
            if each["name"] == "session":
                self.open_again(content)
            if each["name"] == "coco":
                assert self.get(f"{address}/manifest").json()["masklet_manifest"] == 1
                self.take_back(content)
        cancelled = self.studio.export(self.session, "mp4")
        assert "success" in self.do("mutation", "cancelExport", {"jobId": "ID!"}, "{ success }", jobId=cancelled)
        assert self.studio.wait(cancelled)["state"] in ("CANCELLED", "DONE")

    def take_back(self, content):
        """The masks of an export, imported into another session of the same clip, and undone."""
        self.used.add("importMasks")
        copy = self.studio.start(self.path)
        report = self.studio.import_masks(copy, content, "masks.json")
        assert (report["format"], report["problemCount"]) == ("coco", 0)
        asked, shown = {"sessionId": "String!"}, "{ objects { name } masklets { runs } }"
        ours, theirs = (self.do("query", "session", asked, shown, sessionId=one) for one in (self.session, copy))
        assert theirs == ours
        assert self.mutate("undo", "UndoInput", "{ kind }", sessionId=copy) == {"kind": "IMPORT"}
        assert self.do("query", "session", asked, shown, sessionId=copy)["objects"] == []

    def open_again(self, content):
        """A session as a file, opened beside it: the clip is here already."""
        self.used |= {"openSessionFile", "duplicateSession"}
        [known] = self.do("query", "classes", {}, "{ classId name }")
        assert known["name"] == "Disc"
        opened = self.studio.open_session_file(content)
        objects = "objects { objectId name colour classId locked absent accepted }"
        shown = f"{{ name engine video {{ path }} {objects} maskedFrames }}"
        asked = {"sessionId": "String!"}
        first, second = (self.do("query", "session", asked, shown, sessionId=one) for one in (self.session, opened))
        assert first == second
        assert known["classId"] in {each["classId"] for each in second["objects"]}
        made = self.mutate("duplicateSession", "DuplicateSessionInput", "{ sessionId }", sessionId=opened)["sessionId"]
        copied = self.do("query", "session", asked, shown, sessionId=made)
        assert copied == {**first, "name": "Mine copy"}

    def endings(self):
        """What ends a session, piece by piece."""
        wanted = {"sessionId": self.session}
        assert self.mutate("clearPointsInVideo", "ClearPointsInVideoInput", "{ success }", **wanted)["success"]
        assert self.mutate("closeSession", "CloseSessionInput", "{ success }", **wanted)["success"]
        ask = {"sessionId": "String!"}
        assert self.do("query", "deletionOfSession", ask, "{ objects }", **wanted)["objects"] > 0
        assert self.mutate("deleteSession", "DeleteSessionInput", "{ success }", **wanted)["success"]


@pytest.fixture(scope="module")
def walked(template, tmp_path_factory, long_clip, square_clip):
    """A server on which everything was used, and the walk."""
    folder = tmp_path_factory.mktemp("folder")
    (folder / "clip.mp4").write_bytes(square_clip.file.read_bytes())
    data, client = copy_data(template, tmp_path_factory.mktemp("walked")), tmp_path_factory.mktemp("client")
    (client / "index.html").write_text("client")
    nowhere = "http://127.0.0.1:9"
    with product(data, import_folder=folder, max_duration_s=30, client_dir=client, checkpoint_base=nowhere) as running:
        walk = Walk(running.studio(), square_clip.file, long_clip, len(square_clip.truth))
        for step in (
            walk.videos,
            walk.checkpoints,
            walk.prompts,
            walk.access,
            walk.history,
            walk.objects,
            walk.tracking,
            walk.exports,
            walk.endings,
        ):
            step()
        yield running, walk


def test_every_operation_of_the_schema_was_used(walked):
    _, walk = walked
    schema = walk.studio.data(FIELDS)["__schema"]
    assert {field["name"] for kind in schema.values() for field in kind["fields"]} == walk.used


def test_every_address_was_used(walked, tmp_path):
    _, walk = walked
    (tmp_path / "index.html").write_text("client")
    app = create_app(FakeServices(tmp_path), ApiConfig(client_dir=tmp_path))
    known = app.url_map.bind("localhost")
    used = {known.match(path, method)[0] for method, path in walk.paths}
    assert used == {rule.endpoint for rule in app.url_map.iter_rules()}


def test_the_api_s_process_holds_no_frame_and_no_tensor(walked):
    running, walk = walked
    walk.studio.click(walk.studio.start(CLIP), 0, 0, *marbles_at(0)[0])
    assert loaded(running.server()) == set()
    assert {"av", "cv2"} <= loaded(running.children()["engine"])  # the look itself works
    assert running.tracebacks() == []


def loaded(process):
    """Which of the libraries are in a process: native code of each is mapped into it when it is imported."""
    mapped = {Path(entry.path) for entry in process.memory_maps()}
    packages = {path.parts[path.parts.index("site-packages") + 1] for path in mapped if "site-packages" in path.parts}
    return {name for name in FRAME_LIBRARIES if {name, f"{name}.libs"} & packages}
