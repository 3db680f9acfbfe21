/** What was done to a session, one line for each edit, as plain values. */
import type { ObjectId } from "./clip";

export type EditKind =
  | "POINTS"
  | "BOX"
  | "MASK"
  | "CLEAR_FRAME"
  | "CLEAR_VIDEO"
  | "TRACK"
  | "ADD_OBJECT"
  | "REMOVE_OBJECT"
  | "RENAME_OBJECT"
  | "RECOLOUR_OBJECT"
  | "CLASSIFY_OBJECT"
  | "LOCK_OBJECT"
  | "REORDER_OBJECTS"
  | "MERGE_OBJECTS"
  | "SPLIT_OBJECT"
  | "ABSENT"
  | "ACCEPT"
  | "RESTORE"
  | "IMPORT"
  | "RENAME_SESSION"
  | "EFFECTS";

export interface Edit {
  readonly editId: number;
  readonly kind: EditKind;
  readonly objectId: ObjectId | null;
  /** Of then; empty where it concerns no one object. */
  readonly objectName: string;
  readonly firstFrame: number | null;
  readonly lastFrame: number | null;
  /** A further word, as a new name. */
  readonly detail: string;
  /** In seconds since the epoch. */
  readonly createdAt: number;
  /** It can be redone. */
  readonly undone: boolean;
}
