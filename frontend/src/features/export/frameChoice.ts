/** Which frames an export takes: the person's choice against what the timeline has marked. Pure. */
import type { FrameRange } from "../../domain/movie";

/** Null: nothing chosen yet. A range: frames of the person's own. */
export type FrameWish = null | "whole" | "in-out" | FrameRange;

export interface FrameChoice {
  readonly choice: "whole" | "in-out" | "part";
  /** Null: all frames. */
  readonly range: FrameRange | null;
}

/** In to Out where they are set and nothing else was chosen; it goes with its points. */
export function framesFor(wish: FrameWish, inOut: FrameRange | null): FrameChoice {
  if (wish !== null && typeof wish === "object") return { choice: "part", range: wish };
  return inOut === null || wish === "whole"
    ? { choice: "whole", range: null }
    : { choice: "in-out", range: inOut };
}
