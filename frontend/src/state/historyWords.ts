/** How an edit is called: "Clicked Koi on frame 12". */
import type { Edit } from "../domain/history";
import { say, type WordKey } from "../words/words";

/** "frame 12", "frames 0–288"; nothing where no frame is said. */
function framesOf({ firstFrame, lastFrame }: Edit): string {
  if (firstFrame === null) return "";
  if (lastFrame === null || lastFrame === firstFrame) return say("state:edit_frame", { frame: firstFrame });
  return say("state:edit_frames", { first: firstFrame, last: lastFrame });
}

const keys = {
  POINTS: "state:edit_points",
  BOX: "state:edit_box",
  MASK: "state:edit_mask",
  CLEAR_FRAME: "state:edit_clear_frame",
  CLEAR_VIDEO: "state:edit_clear_video",
  TRACK: "state:edit_track",
  ADD_OBJECT: "state:edit_add_object",
  REMOVE_OBJECT: "state:edit_remove_object",
  RENAME_OBJECT: "state:edit_rename_object",
  RECOLOUR_OBJECT: "state:edit_recolour_object",
  CLASSIFY_OBJECT: "state:edit_classify_object",
  LOCK_OBJECT: "state:edit_lock_object",
  REORDER_OBJECTS: "state:edit_reorder_objects",
  MERGE_OBJECTS: "state:edit_merge_objects",
  SPLIT_OBJECT: "state:edit_split_object",
  ABSENT: "state:edit_absent",
  ACCEPT: "state:edit_accept",
  RESTORE: "state:edit_restore",
  IMPORT: "state:edit_import",
  RENAME_SESSION: "state:edit_rename_session",
} as const satisfies Readonly<Record<Edit["kind"], WordKey>>;

/** Where a further word is known. */
const fuller: Partial<Record<Edit["kind"], WordKey>> = {
  RENAME_OBJECT: "state:edit_rename_object_to",
  CLASSIFY_OBJECT: "state:edit_classify_object_to",
  MERGE_OBJECTS: "state:edit_merge_objects_to",
  IMPORT: "state:edit_import_to",
  RENAME_SESSION: "state:edit_rename_session_to",
};

export function editWords(edit: Edit): string {
  const { kind, objectName, detail } = edit;
  const name = objectName === "" ? say("state:edit_all") : objectName;
  const key = detail === "" ? keys[kind] : (fuller[kind] ?? keys[kind]);
  return say(key, { name, detail, frames: framesOf(edit) });
}
