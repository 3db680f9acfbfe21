"""Every field of the API's roots as somebody else's: what is asked of it, and what right it takes. A field without its line fails the walk.

Words in capitals stand for ids: of what is there, or invented.
"""

from dataclasses import dataclass

READ, EDIT, OWN = "READ", "EDIT", "OWN"  # in the session or the clip
SIGNED_IN = "SIGNED_IN"  # makes or changes something that is not the session's
ANYBODY = "ANYBODY"  # who came in; names nothing of anybody's
OWN_FILE = "OWN_FILE"  # of an upload or a deletion, which nobody finds but whose it is


@dataclass(frozen=True)
class Asked:
    document: str
    takes: str
    sends: bytes | None = None


S = 'sessionId: "SESSION"'
FRAME = f"{S}, frameIndex: 0, objectId: 0"
RUN = f"{S}, objectId: 0, firstFrame: 0, lastFrame: 1, marked: true"
RANGE = f"{S}, startFrameIndex: 0"
MASKS = "{ frameIndex rleMaskList { objectId rleMask { counts } } }"
ALL_OF_SESSION = """{ sessionId name engine right video { path title url } objects { objectId name } prompts { objectId points }
  masklets { objectId runs } propagation { jobId } exports { jobId downloadUrl } effects history { editId } maskedFrames edited cursor }"""
ALL_OF_VIDEO = "{ id path title right url posterUrl filmstripUrl frameUrl source { fileName } }"


def mutation(field, given, answer="{ success }"):
    return f"mutation {{ {field}(input: {{ {given} }}) {answer} }}"


ASKED = {
    "classes": Asked("{ classes { name } }", ANYBODY),
    "propagationPlan": Asked(f"{{ propagationPlan(input: {{ {RANGE} }}) {{ objectId }} }}", READ),
    "me": Asked("{ me { name guest mode } }", ANYBODY),
    "shareLinks": Asked(f"{{ shareLinks({S}) {{ shareId url right }} }}", OWN),
    "deletionOfVideo": Asked('{ deletionOfVideo(path: "PATH") { sessions masks bytes } }', OWN),
    "deletionOfSession": Asked(f"{{ deletionOfSession({S}) {{ sessions masks bytes }} }}", OWN),
    "trash": Asked("{ trash { trashId kind name bytes } }", ANYBODY),
    "storage": Asked("{ storage { usedBytes trashBytes } }", SIGNED_IN),
    "restoreDeleted": Asked(mutation("restoreDeleted", 'trashId: "TRASH"'), OWN_FILE),
    "deleteForever": Asked(mutation("deleteForever", 'trashId: "TRASH"'), OWN_FILE),
    "defaultVideo": Asked(f"{{ defaultVideo {ALL_OF_VIDEO} }}", ANYBODY),
    "videos": Asked(f"{{ videos {{ edges {{ cursor node {ALL_OF_VIDEO} }} pageInfo {{ endCursor }} }} }}", ANYBODY),
    "video": Asked(f'{{ video(path: "PATH") {ALL_OF_VIDEO} }}', READ),
    "uploadProgress": Asked(
        '{ uploadProgress(uploadId: "UPLOAD") { state fileName receivedBytes video { path } } }', OWN_FILE
    ),
    "sessions": Asked(f'{{ sessions(videoPath: "PATH") {ALL_OF_SESSION} }}', READ),
    "session": Asked(f"{{ session({S}) {ALL_OF_SESSION} }}", READ),
    "masklets": Asked(f"{{ masklets({S}, startFrame: 0, endFrame: 3) {MASKS} }}", READ),
    "maskCandidates": Asked(
        f"{{ maskCandidates({S}, frameIndex: 0, labels: [1], points: [[0.5, 0.5]]) {{ quality }} }}", EDIT
    ),
    "job": Asked('{ job(jobId: "EXPORT") { jobId sessionId state fileName downloadUrl manifestUrl } }', READ),
    "server": Asked(
        "{ server { version engines { name } limits { maxObjects keepDeletedSec } folderEntries } }", ANYBODY
    ),
    "checkpoints": Asked("{ checkpoints { name state } }", ANYBODY),
    "uploadVideo": Asked(
        "mutation($file: Upload!) { uploadVideo(file: $file) { path } }",
        SIGNED_IN,
        b"a video",
    ),
    "prepareUpload": Asked('mutation { prepareUpload(uploadId: "UPLOAD") { path } }', OWN_FILE),
    "openFromFolder": Asked('mutation { openFromFolder(name: "nothing.mp4") { path } }', SIGNED_IN),
    "renameVideo": Asked('mutation { renameVideo(path: "PATH", title: "Mine") { title } }', OWN),
    "deleteVideo": Asked('mutation { deleteVideo(path: "PATH") { success } }', OWN),
    "startSession": Asked(mutation("startSession", 'path: "PATH"', "{ sessionId }"), SIGNED_IN),
    "closeSession": Asked(mutation("closeSession", S), EDIT),
    "deleteSession": Asked(mutation("deleteSession", S), OWN),
    "renameSession": Asked(mutation("renameSession", f'{S}, name: "Mine"', "{ name }"), EDIT),
    "setEffects": Asked(mutation("setEffects", f'{S}, effects: "[]"'), EDIT),
    "startPropagation": Asked(mutation("startPropagation", RANGE, "{ jobId }"), EDIT),
    "cancelPropagateInVideo": Asked(mutation("cancelPropagateInVideo", S), EDIT),
    "startExport": Asked(mutation("startExport", f'{S}, format: "rows"', "{ jobId }"), READ),
    "cancelExport": Asked('mutation { cancelExport(jobId: "EXPORT") { success } }', EDIT),
    "removeObject": Asked(mutation("removeObject", f"{S}, objectId: 0", MASKS), EDIT),
    "updateObject": Asked(mutation("updateObject", f'{S}, objectId: 0, name: "Mine"', "{ name }"), EDIT),
    "reorderObjects": Asked(mutation("reorderObjects", f"{S}, objectIds: [0]", "{ objectId }"), EDIT),
    "mergeObjects": Asked(mutation("mergeObjects", f"{S}, objectId: 0, otherObjectId: 1"), EDIT),
    "splitObject": Asked(
        mutation("splitObject", f"{S}, objectId: 0, frameIndex: 5, newObjectId: 2", "{ objectId }"), EDIT
    ),
    "markAbsent": Asked(mutation("markAbsent", RUN, "{ absent }"), EDIT),
    "acceptFrames": Asked(mutation("acceptFrames", RUN, "{ accepted }"), EDIT),
    "addClass": Asked(mutation("addClass", 'name: "Mine"', "{ classId }"), SIGNED_IN),
    "updateClass": Asked(mutation("updateClass", 'classId: 1, name: "Ours"', "{ classId }"), SIGNED_IN),
    "removeClass": Asked(mutation("removeClass", "classId: 1"), SIGNED_IN),
    "addPoints": Asked(
        mutation("addPoints", f"{FRAME}, labels: [1], points: [[0.5, 0.5]], clearOldPoints: true", MASKS), EDIT
    ),
    "addBox": Asked(mutation("addBox", f"{FRAME}, box: [0.1, 0.1, 0.9, 0.9]", MASKS), EDIT),
    "addMask": Asked(mutation("addMask", f'{FRAME}, counts: "31W1000000000M", size: [40, 6]', MASKS), EDIT),
    "clearPointsInFrame": Asked(mutation("clearPointsInFrame", FRAME, MASKS), EDIT),
    "clearPointsInVideo": Asked(mutation("clearPointsInVideo", S), EDIT),
    "undo": Asked(mutation("undo", S, "{ editId }"), EDIT),
    "redo": Asked(mutation("redo", S, "{ editId }"), EDIT),
    "goToEdit": Asked(mutation("goToEdit", S), EDIT),
    "restoreMasklet": Asked(mutation("restoreMasklet", f"{S}, objectId: 0"), EDIT),
    "startCheckpointDownload": Asked('mutation { startCheckpointDownload(name: "x") { name } }', SIGNED_IN),
    "cancelCheckpointDownload": Asked('mutation { cancelCheckpointDownload(name: "x") { name } }', SIGNED_IN),
    "duplicateSession": Asked(mutation("duplicateSession", S, "{ sessionId }"), SIGNED_IN),
    "openSessionFile": Asked(
        "mutation($file: Upload!) { openSessionFile(file: $file) { sessionId } }", SIGNED_IN, b"no session file"
    ),
    "importMasks": Asked(
        f"mutation($file: Upload!) {{ importMasks(input: {{ {S} }}, file: $file) {{ masks }} }}", EDIT, b"no masks"
    ),
    "createShareLink": Asked(mutation("createShareLink", f"{S}, right: EDIT", "{ shareId url }"), OWN),
    "removeShareLink": Asked(mutation("removeShareLink", 'shareId: "SHARE"'), OWN),
    "propagateInVideo": Asked(f"subscription {{ propagateInVideo(input: {{ {RANGE} }}) {MASKS} }}", EDIT),
    "sessionEvents": Asked(f"subscription {{ sessionEvents({S}) {{ __typename cursor }} }}", READ),
}

# addresses that answer with something of a session or a clip, by endpoint
MEDIA = {
    "media.clip": "/PATH",
    "media.poster": "/posters/IMAGE",
    "media.filmstrip": "/filmstrips/IMAGE",
    "media.frame": "/frames/PATH/0.jpg",
    "media.export": "/exports/EXPORT",
    "media.manifest": "/exports/EXPORT/manifest",
}
# those that answer nothing of anybody's, so that a person can sign in
OPEN = {
    "healthy": "/healthy",
    "ready": "/ready",
    "metrics": "/metrics",  # asks for a token of its own
    "access.access": "/access",
    "access.login": "/login",
    "access.callback": "/login/callback",
    "access.shared": "/shared/0123456789",
    "client.page": "/",
}
POSTS = {"graphql": "/graphql", "propagate_in_video": "/propagate_in_video"}
OPEN_POSTS = {"access.sign_in": "/login", "access.logout": "/logout"}
