/** How an edit is called: "Clicked Koi on frame 12". The server says kind, names and frames; the sentence is made here. */
import type { Edit } from "../domain/history";
import { say, type WordKey } from "../words/words";

/** Further words of the server that turn a sentence round. */
const UNLOCKED = "unlocked";
const TAKEN_AWAY = "taken away";

/** "frame 12", "frames 0–288"; nothing where no frame is said. */
function framesOf({ firstFrame, lastFrame }: Edit): string {
  if (firstFrame === null) return "";
  if (lastFrame === null || lastFrame === firstFrame) return say("state:edit_frame", { frame: firstFrame });
  return say("state:edit_frames", { first: firstFrame, last: lastFrame });
}

function keyOf({ kind, detail, firstFrame }: Edit): WordKey {
  const hasDetail = detail !== "";
  switch (kind) {
    case "POINTS":
      return "state:edit_points";
    case "BOX":
      return "state:edit_box";
    case "MASK":
      return "state:edit_mask";
    case "CLEAR_FRAME":
      return "state:edit_clear_frame";
    case "CLEAR_VIDEO":
      return "state:edit_clear_video";
    case "TRACK":
      return firstFrame === null ? "state:edit_track_nothing" : "state:edit_track";
    case "ADD_OBJECT":
      return "state:edit_add_object";
    case "REMOVE_OBJECT":
      return "state:edit_remove_object";
    case "RENAME_OBJECT":
      return hasDetail ? "state:edit_rename_object_to" : "state:edit_rename_object";
    case "RECOLOUR_OBJECT":
      return "state:edit_recolour_object";
    case "CLASSIFY_OBJECT":
      return hasDetail ? "state:edit_classify_object_to" : "state:edit_classify_object";
    case "LOCK_OBJECT":
      return detail === UNLOCKED ? "state:edit_unlock_object" : "state:edit_lock_object";
    case "REORDER_OBJECTS":
      return "state:edit_reorder_objects";
    case "MERGE_OBJECTS":
      return hasDetail ? "state:edit_merge_objects_to" : "state:edit_merge_objects";
    case "SPLIT_OBJECT":
      return "state:edit_split_object";
    case "ABSENT":
      return detail === TAKEN_AWAY ? "state:edit_absent_no_more" : "state:edit_absent";
    case "ACCEPT":
      return detail === TAKEN_AWAY ? "state:edit_accept_no_more" : "state:edit_accept";
    case "RESTORE":
      return "state:edit_restore";
    case "IMPORT":
      return hasDetail ? "state:edit_import_of" : "state:edit_import";
    case "RENAME_SESSION":
      return hasDetail ? "state:edit_rename_session_to" : "state:edit_rename_session";
    case "EFFECTS":
      return "state:edit_effects";
  }
}

export function editWords(edit: Edit): string {
  const { kind, objectName, detail, firstFrame } = edit;
  // Of several objects the server lists the names; of all it names none.
  const several = kind === "TRACK" && detail !== "" ? detail : say("state:edit_all");
  return say(keyOf(edit), {
    name: objectName === "" ? several : objectName,
    detail,
    frames: framesOf(edit),
    frame: firstFrame ?? "",
  });
}
