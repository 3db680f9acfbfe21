/** Gestures on a stage of 1000 × 500 that the picture fills, for the tests of tools; not part of the product. */
import { clipPoint, stagePoint } from "../../../geometry/points";
import type { Intent, PointerInput, Step } from "./tool";

export const input = (
  kind: PointerInput["kind"],
  x: number,
  y: number,
  more: Partial<PointerInput> = {},
): PointerInput => ({
  kind,
  clip: clipPoint(x / 1000, y / 500),
  stage: stagePoint(x, y),
  takesAway: false,
  picks: false,
  hit: null,
  ...more,
});

/** What a tool made of the inputs, and in which state it is left. */
export function run<State>(
  tool: (state: State, input: PointerInput) => Step<State>,
  idle: State,
  inputs: readonly PointerInput[],
): { readonly state: State; readonly intents: readonly Intent[] } {
  let state = idle;
  const intents: Intent[] = [];
  for (const next of inputs) {
    const step = tool(state, next);
    state = step.state;
    if (step.intent !== null) intents.push(step.intent);
  }
  return { state, intents };
}
