/** Drag draws a box around an object; from a corner of the one that is there it changes it, from its border it moves it. */
import type { Box } from "../../../domain/session";
import { type ClipPoint, clipPoint, type StagePoint } from "../../../geometry/points";
import { type Corner, clampShare, type Hit, isInside, type PointerInput, type Step } from "./tool";

type BoxHit = Extract<Hit, { readonly box: Box }>;

export type BoxToolState =
  | { readonly kind: "idle" }
  | {
      readonly kind: "dragging";
      readonly from: ClipPoint;
      readonly start: StagePoint;
      readonly to: ClipPoint;
      /** What of an existing box was taken; null draws a new one. */
      readonly hit: BoxHit | null;
    };

export const boxIdle: BoxToolState = { kind: "idle" };

/** CSS pixels on either side below which a drag was a slip. */
const SMALLEST = 6;

export function boxBetween(a: ClipPoint, b: ClipPoint): Box {
  const [x0, x1] = [clampShare(Math.min(a.x, b.x)), clampShare(Math.max(a.x, b.x))];
  const [y0, y1] = [clampShare(Math.min(a.y, b.y)), clampShare(Math.max(a.y, b.y))];
  return { x0, y0, x1, y1 };
}

/** Clockwise from the upper left. */
export const cornersOf = ({ x0, y0, x1, y1 }: Box): readonly ClipPoint[] => [
  clipPoint(x0, y0),
  clipPoint(x1, y0),
  clipPoint(x1, y1),
  clipPoint(x0, y1),
];

const opposite = (corner: Corner): number => (corner + 2) % 4;

/** As large as before, and inside the picture. */
function shifted({ x0, y0, x1, y1 }: Box, from: ClipPoint, to: ClipPoint): Box {
  const dx = Math.max(-x0, Math.min(1 - x1, to.x - from.x));
  const dy = Math.max(-y0, Math.min(1 - y1, to.y - from.y));
  return { x0: x0 + dx, y0: y0 + dy, x1: x1 + dx, y1: y1 + dy };
}

/** The box as the drag leaves it, or null where there is no drag. */
export function boxInHand(state: BoxToolState): Box | null {
  if (state.kind === "idle") return null;
  const { from, to, hit } = state;
  if (hit?.kind === "border") return shifted(hit.box, from, to);
  const fixed = hit === null ? from : (cornersOf(hit.box)[opposite(hit.corner)] ?? from);
  return boxBetween(fixed, to);
}

/** Whether the drag went far enough to be meant. */
function isMeant({ start, hit }: Extract<BoxToolState, { kind: "dragging" }>, end: StagePoint): boolean {
  const [across, down] = [Math.abs(end.x - start.x), Math.abs(end.y - start.y)];
  return hit === null ? Math.min(across, down) >= SMALLEST : Math.max(across, down) >= SMALLEST / 2;
}

export function boxTool(state: BoxToolState, input: PointerInput): Step<BoxToolState> {
  if (input.kind === "cancel") return { state: boxIdle, intent: null };
  if (state.kind === "idle") {
    const hit = input.hit !== null && "box" in input.hit ? input.hit : null;
    const starts = input.kind === "down" && !input.takesAway && (hit !== null || isInside(input.clip));
    if (!starts) return { state: boxIdle, intent: null };
    return {
      state: { kind: "dragging", from: input.clip, start: input.stage, to: input.clip, hit },
      intent: null,
    };
  }
  const dragged: BoxToolState = { ...state, to: input.clip };
  if (input.kind !== "up") return { state: dragged, intent: null };
  const box = boxInHand(dragged);
  const draws = box !== null && box.x0 < box.x1 && box.y0 < box.y1 && isMeant(state, input.stage);
  return { state: boxIdle, intent: draws ? { kind: "draw-box", box } : null };
}
