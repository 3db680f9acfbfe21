"""The GraphQL documents that the client sends; a test validates each against contract/schema.graphql. Knows no transport."""

_V = """ fragment V on Video { path title url width height frameCount frameRate { numerator denominator }
  durationSec isSample }"""
_O = " fragment O on TrackedObject { objectId name colour classId locked }"
_C = " fragment C on ObjectClass { classId name colour }"
_J = " fragment J on Job { jobId state done total error { code message } fileName downloadUrl }"
_M = """ fragment M on RLEMaskListOnFrame { frameIndex
  rleMaskList { objectId objectScore rleMask { size counts } } }"""
_S = (
    """ fragment S on Session { sessionId name engine cursor video { ...V } objects { ...O } masklets { objectId runs }
  prompts { objectId frameIndex points labels box hasMask } propagation { ...J } }"""
    + _V
    + _O
    + _J
)

UPLOAD = (
    """mutation($file: Upload!, $start: Float, $duration: Float) {
  answer: uploadVideo(file: $file, startTimeSec: $start, durationTimeSec: $duration) { ...V } }"""
    + _V
)
IMPORT_MASKS = """mutation($input: ImportMasksInput!, $file: Upload!) { answer: importMasks(input: $input, file: $file) {
  format masks problemCount objects { objectId name isNew masks firstFrame lastFrame }
  problems { item kind details } } }"""
VIDEOS = "query($after: String) { answer: videos(first: 100, after: $after) { edges { node { ...V } } pageInfo { hasNextPage endCursor } } }"
VIDEOS += _V
VIDEO = "query($path: String!) { answer: video(path: $path) { ...V } }" + _V
DELETE_VIDEO = "mutation($path: String!) { answer: deleteVideo(path: $path) { success } }"

SESSIONS = "query($path: String) { answer: sessions(videoPath: $path) { ...S } }" + _S
SESSION = "query($id: String!) { answer: session(sessionId: $id) { ...S } }" + _S
START_SESSION = "mutation($input: StartSessionInput!) { answer: startSession(input: $input) { sessionId } }"
RENAME_SESSION = "mutation($input: RenameSessionInput!) { answer: renameSession(input: $input) { ...S } }" + _S
CLOSE_SESSION = "mutation($input: CloseSessionInput!) { answer: closeSession(input: $input) { success } }"
DELETE_SESSION = "mutation($input: DeleteSessionInput!) { answer: deleteSession(input: $input) { success } }"

TRASH = "query { answer: trash { trashId kind name deletedAt gone bytes } }"
RESTORE = "mutation($input: RestoreDeletedInput!) { answer: restoreDeleted(input: $input) { success } }"
DELETE_FOREVER = "mutation($input: DeleteForeverInput!) { answer: deleteForever(input: $input) { success } }"

ADD_POINTS = "mutation($input: AddPointsInput!) { answer: addPoints(input: $input) { ...M } }" + _M
ADD_BOX = "mutation($input: AddBoxInput!) { answer: addBox(input: $input) { ...M } }" + _M
ADD_MASK = "mutation($input: AddMaskInput!) { answer: addMask(input: $input) { ...M } }" + _M

UPDATE_OBJECT = "mutation($input: UpdateObjectInput!) { answer: updateObject(input: $input) { ...O } }" + _O
REMOVE_OBJECT = "mutation($input: RemoveObjectInput!) { answer: removeObject(input: $input) { frameIndex } }"
CLASSES = "query { answer: classes { ...C } }" + _C
ADD_CLASS = "mutation($input: AddClassInput!) { answer: addClass(input: $input) { ...C } }" + _C

PROPAGATE = "mutation($input: PropagateInVideoInput!) { answer: startPropagation(input: $input) { ...J } }" + _J
CANCEL = "mutation($input: CancelPropagateInVideoInput!) { answer: cancelPropagateInVideo(input: $input) { success } }"
EVENTS = (
    """subscription($id: String!, $after: Int!) { answer: sessionEvents(sessionId: $id, after: $after) { __typename cursor
  ... on FrameMasksChanged { frame { ...M } } ... on JobChanged { job { ...J } } } }"""
    + _M
    + _J
)
MASKS = (
    """query($id: String!, $first: Int!, $last: Int!, $objects: [Int!]) {
  answer: masklets(sessionId: $id, startFrame: $first, endFrame: $last, objectIds: $objects) { ...M } }"""
    + _M
)

EXPORT = "mutation($input: ExportInput!) { answer: startExport(input: $input) { ...J } }" + _J
JOB = "query($id: ID!) { answer: job(jobId: $id) { ...J } }" + _J
