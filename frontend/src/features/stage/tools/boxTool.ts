/** Drag draws a box around an object; it ends at the picture's border. Too small is no box. */
import type { Box } from "../../../domain/session";
import type { ClipPoint, StagePoint } from "../../../geometry/points";
import { isInside, type PointerInput, type Step } from "./tool";

export type BoxToolState =
  | { readonly kind: "idle" }
  | {
      readonly kind: "dragging";
      readonly from: ClipPoint;
      readonly start: StagePoint;
      readonly to: ClipPoint;
    };

export const boxIdle: BoxToolState = { kind: "idle" };

/** CSS pixels on either side below which a drag was a slip. */
const SMALLEST = 6;

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

export function boxBetween(a: ClipPoint, b: ClipPoint): Box {
  const [x0, x1] = [clamp(Math.min(a.x, b.x)), clamp(Math.max(a.x, b.x))];
  const [y0, y1] = [clamp(Math.min(a.y, b.y)), clamp(Math.max(a.y, b.y))];
  return { x0, y0, x1, y1 };
}

export function boxTool(state: BoxToolState, input: PointerInput): Step<BoxToolState> {
  if (input.kind === "cancel") return { state: boxIdle, intent: null };
  if (state.kind === "idle") {
    const starts = input.kind === "down" && !input.takesAway && isInside(input.clip);
    if (!starts) return { state: boxIdle, intent: null };
    return {
      state: { kind: "dragging", from: input.clip, start: input.stage, to: input.clip },
      intent: null,
    };
  }
  if (input.kind !== "up") return { state: { ...state, to: input.clip }, intent: null };
  const isLarge =
    Math.abs(input.stage.x - state.start.x) >= SMALLEST &&
    Math.abs(input.stage.y - state.start.y) >= SMALLEST;
  const box = boxBetween(state.from, input.clip);
  return { state: boxIdle, intent: isLarge ? { kind: "draw-box", box } : null };
}
