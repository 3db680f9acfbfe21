/** A stroke paints, or erases with the other button; with Ctrl a drag to the side changes the brush's size and a click selects. */
import type { ClipPoint, StagePoint } from "../../../geometry/points";
import { distance, isInside, type PointerInput, type Step, TREMBLE } from "./tool";

export type BrushToolState =
  | { readonly kind: "idle" }
  | { readonly kind: "painting"; readonly value: 0 | 1; readonly at: ClipPoint }
  | {
      readonly kind: "sizing";
      readonly down: PointerInput;
      /** Where the size was changed last; null as long as it may be a click. */
      readonly at: StagePoint | null;
    };

export const brushIdle: BrushToolState = { kind: "idle" };

const still = (state: BrushToolState): Step<BrushToolState> => ({ state, intent: null });

function begin(input: PointerInput, paints: boolean): Step<BrushToolState> {
  if (input.kind !== "down" || !isInside(input.clip)) return still(brushIdle);
  if (input.picks) return still({ kind: "sizing", down: input, at: null });
  const value = paints === input.takesAway ? 0 : 1;
  const { clip: at } = input;
  return {
    state: { kind: "painting", value, at },
    intent: { kind: "stroke", phase: "begin", from: at, to: at, value },
  };
}

function size(state: Extract<BrushToolState, { kind: "sizing" }>, input: PointerInput): Step<BrushToolState> {
  const isClick = state.at === null && distance(state.down.stage, input.stage) <= TREMBLE;
  if (isClick && input.kind === "up")
    return { state: brushIdle, intent: { kind: "select", at: state.down.clip } };
  if (isClick) return still(state);
  const by = input.stage.x - (state.at ?? state.down.stage).x;
  const next: BrushToolState = input.kind === "up" ? brushIdle : { ...state, at: input.stage };
  return { state: next, intent: { kind: "resize-brush", by } };
}

/** `paints`: the brush; else the eraser. */
export function brushTool(state: BrushToolState, input: PointerInput, paints: boolean): Step<BrushToolState> {
  if (input.kind === "cancel")
    return { state: brushIdle, intent: state.kind === "painting" ? { kind: "let-go" } : null };
  if (state.kind === "idle") return begin(input, paints);
  if (state.kind === "sizing") return size(state, input);
  const { at: from, value } = state;
  const { clip: to } = input;
  const ends = input.kind === "up";
  return {
    state: ends ? brushIdle : { ...state, at: to },
    intent: { kind: "stroke", phase: ends ? "end" : "go", from, to, value },
  };
}
