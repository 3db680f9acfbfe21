/** What a tool is: a small state machine from pointer events to one intent. It touches neither screen nor stores. */

import type { Box, Point } from "../../../domain/session";
import type { ClipPoint, StagePoint } from "../../../geometry/points";

export interface PointerInput {
  readonly kind: "down" | "move" | "up" | "cancel";
  /** On the clip, 0..1; outside the picture beyond that. */
  readonly clip: ClipPoint;
  readonly stage: StagePoint;
  /** Right button or Alt: takes away instead of adding. */
  readonly takesAway: boolean;
  /** Position in the prompt of the point under the pointer, or null. */
  readonly hit: number | null;
}

export type Intent =
  | { readonly kind: "add-point"; readonly point: Point }
  | { readonly kind: "remove-point"; readonly position: number }
  | { readonly kind: "draw-box"; readonly box: Box };

export interface Step<State> {
  readonly state: State;
  readonly intent: Intent | null;
}

export const isInside = ({ x, y }: ClipPoint): boolean => x >= 0 && x <= 1 && y >= 0 && y <= 1;

export const distance = (a: StagePoint, b: StagePoint): number => Math.hypot(a.x - b.x, a.y - b.y);
