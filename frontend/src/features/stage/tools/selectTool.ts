/** Click selects the object whose mask is there. */
import { distance, isInside, type PointerInput, type Step, TREMBLE } from "./tool";

export type SelectToolState =
  | { readonly kind: "idle" }
  | { readonly kind: "pressed"; readonly down: PointerInput };

export const selectIdle: SelectToolState = { kind: "idle" };

export function selectTool(state: SelectToolState, input: PointerInput): Step<SelectToolState> {
  if (input.kind === "cancel") return { state: selectIdle, intent: null };
  if (state.kind === "idle") {
    const starts = input.kind === "down" && isInside(input.clip);
    return { state: starts ? { kind: "pressed", down: input } : selectIdle, intent: null };
  }
  if (input.kind !== "up") return { state, intent: null };
  const isClick = distance(state.down.stage, input.stage) <= TREMBLE;
  return { state: selectIdle, intent: isClick ? { kind: "select", at: state.down.clip } : null };
}
