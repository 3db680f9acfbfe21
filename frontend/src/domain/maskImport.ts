/** Masks that come from a file into a session: what is wished, what came, and what did not fit, as plain values. */
import type { FrameIndex, ObjectId } from "./clip";

/** What the masks of a file become. */
export type TakenAs = "FIRST_MASKS" | "PROMPTS" | "MASKLETS";

/** Why an item was not taken, or not as it is. */
export type ImportProblemKind =
  | "DAMAGED"
  | "NOT_FOUND"
  | "UNSUPPORTED"
  | "UNNUMBERED"
  | "SIZE"
  | "FRAME"
  | "EMPTY"
  | "OTHER_CLIP"
  | "OBJECTS"
  | "LOCKED"
  | "ACCEPTED"
  | "SCALED"
  | "TWICE"
  | "NO_TRACKS"
  | "FROM_ONE"
  | "FRAME_COUNT"
  | "NO_CLASS";

/** How a file is read. Frame `number` of the file is the clip's frame `number * stride + offset`. */
export interface ImportWish {
  readonly takenAs: TakenAs;
  /** Null: found out from the file. */
  readonly format: string | null;
  /** An object of the same name takes the masks, instead of a new one. */
  readonly sameName: boolean;
  readonly offset: number;
  readonly stride: number;
}

export const plainWish: ImportWish = {
  takenAs: "MASKLETS",
  format: null,
  sameName: false,
  offset: 0,
  stride: 1,
};

/** A kind of file that masks can come from; `suffixes` with their dots. */
export interface ImportFormat {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly suffixes: readonly string[];
}

/** One thing that did not fit. */
export interface ImportProblem {
  /** What the file calls it; empty: the whole file. */
  readonly item: string;
  readonly kind: ImportProblemKind;
  /** An English sentence. */
  readonly message: string;
  /** What the sentence speaks of. */
  readonly details: Readonly<Record<string, string | number>>;
  /** It came in all the same. */
  readonly wasTaken: boolean;
}

/** An object that took masks. `isNew`: it was made for them. */
export interface ImportedObject {
  readonly objectId: ObjectId;
  readonly name: string;
  readonly isNew: boolean;
  readonly masks: number;
  readonly firstFrame: FrameIndex;
  readonly lastFrame: FrameIndex;
}

/** What an import brought. `problems` are the first of `problemCount`. */
export interface ImportReport {
  /** A format's name. */
  readonly format: string;
  readonly objects: readonly ImportedObject[];
  readonly masks: number;
  readonly problems: readonly ImportProblem[];
  readonly problemCount: number;
}
