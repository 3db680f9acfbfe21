/** What a tool is: a small state machine from pointer events to one intent. It touches neither screen nor stores. */

import type { Box, Point } from "../../../domain/session";
import type { ClipPoint, StagePoint } from "../../../geometry/points";

/** Of a box, clockwise from the upper left. */
export type Corner = 0 | 1 | 2 | 3;

/** What of the prompt is under the pointer. */
export type Hit =
  | { readonly kind: "point"; readonly position: number }
  | { readonly kind: "corner"; readonly corner: Corner; readonly box: Box }
  | { readonly kind: "border"; readonly box: Box };

export interface PointerInput {
  readonly kind: "down" | "move" | "up" | "cancel";
  /** On the clip, 0..1; outside the picture beyond that. */
  readonly clip: ClipPoint;
  readonly stage: StagePoint;
  /** Right button, Alt or a long press: takes away instead of adding. */
  readonly takesAway: boolean;
  /** Ctrl or Cmd is held. */
  readonly picks: boolean;
  readonly hit: Hit | null;
}

export type Intent =
  | { readonly kind: "add-point"; readonly at: ClipPoint; readonly takesAway: boolean }
  | { readonly kind: "remove-point"; readonly position: number }
  /** `done`: the hand let go. Until then it may still be elsewhere. */
  | { readonly kind: "move-point"; readonly position: number; readonly to: ClipPoint; readonly done: boolean }
  | { readonly kind: "draw-box"; readonly box: Box }
  | {
      readonly kind: "stroke";
      readonly phase: "begin" | "go" | "end";
      readonly from: ClipPoint;
      readonly to: ClipPoint;
      readonly value: 0 | 1;
    }
  /** In CSS pixels. */
  | { readonly kind: "resize-brush"; readonly by: number }
  | { readonly kind: "select"; readonly at: ClipPoint }
  /** What was begun is not meant. */
  | { readonly kind: "let-go" };

export interface Step<State> {
  readonly state: State;
  readonly intent: Intent | null;
}

export type MovedPoint = Pick<Point, "x" | "y"> & { readonly position: number };

/** CSS pixels that a hand may tremble. */
export const TREMBLE = 8;

export const isInside = ({ x, y }: ClipPoint): boolean => x >= 0 && x <= 1 && y >= 0 && y <= 1;

export const distance = (a: StagePoint, b: StagePoint): number => Math.hypot(a.x - b.x, a.y - b.y);

export const clampShare = (value: number): number => Math.min(1, Math.max(0, value));
