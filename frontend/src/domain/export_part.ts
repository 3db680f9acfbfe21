/** What of a session an export takes; what is left out is the whole. */
import type { ObjectId } from "./clip";
import type { FrameRange } from "./movie";

export interface ExportPart {
  readonly range?: FrameRange | null;
  /** Null for all. */
  readonly objectIds?: readonly ObjectId[] | null;
  /** Every how many frames, from the first. */
  readonly stride?: number;
  /** In the pixels of the file as it came, not the clip's. */
  readonly isOriginal?: boolean;
}
