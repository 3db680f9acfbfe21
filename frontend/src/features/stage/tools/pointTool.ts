/** Click adds a point, with takesAway a background point; on an existing point removes it. A drag is no click. */
import { distance, type Intent, isInside, type PointerInput, type Step } from "./tool";

export type PointToolState =
  | { readonly kind: "idle" }
  | { readonly kind: "pressed"; readonly down: PointerInput };

export const pointIdle: PointToolState = { kind: "idle" };

/** CSS pixels that a hand may tremble. */
const TREMBLE = 8;

function intentOf(down: PointerInput): Intent {
  if (down.hit !== null) return { kind: "remove-point", position: down.hit };
  const { x, y } = down.clip;
  return { kind: "add-point", point: { x, y, label: down.takesAway ? 0 : 1 } };
}

export function pointTool(state: PointToolState, input: PointerInput): Step<PointToolState> {
  if (input.kind === "cancel") return { state: pointIdle, intent: null };
  if (state.kind === "idle") {
    const starts = input.kind === "down" && isInside(input.clip);
    return { state: starts ? { kind: "pressed", down: input } : pointIdle, intent: null };
  }
  if (input.kind !== "up") return { state, intent: null };
  const isClick = distance(state.down.stage, input.stage) <= TREMBLE;
  return { state: pointIdle, intent: isClick ? intentOf(state.down) : null };
}
