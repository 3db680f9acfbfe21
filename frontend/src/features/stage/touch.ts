/** Fingers on the picture as a small state machine: tap, long press, a drag with one, pinch and pan with two. */
import { type StagePoint, stagePoint } from "../../geometry/points";
import { distance, TREMBLE } from "./tools/tool";

/** A finger that rests so long takes away. */
export const LONG_PRESS_MS = 450;

export type TouchInput =
  | {
      readonly kind: "down";
      readonly id: number;
      readonly at: StagePoint;
      /** A drag from here belongs to the tool, not to the picture. */
      readonly drags: boolean;
    }
  | { readonly kind: "move" | "up" | "cancel"; readonly id: number; readonly at: StagePoint }
  /** LONG_PRESS_MS have passed since one finger came down. */
  | { readonly kind: "time" };

export type Gesture =
  | { readonly kind: "tap"; readonly at: StagePoint; readonly takesAway: boolean }
  | { readonly kind: "tool"; readonly phase: "down" | "move" | "up" | "cancel"; readonly at: StagePoint }
  | { readonly kind: "pan"; readonly dx: number; readonly dy: number }
  | { readonly kind: "pinch"; readonly at: StagePoint; readonly factor: number };

interface Finger {
  readonly id: number;
  readonly at: StagePoint;
}

export type TouchState =
  | { readonly kind: "none" }
  /** Tap, long press or drag: not known yet. */
  | { readonly kind: "one"; readonly finger: Finger; readonly start: StagePoint; readonly drags: boolean }
  | { readonly kind: "drag"; readonly finger: Finger; readonly drags: boolean }
  | { readonly kind: "pinch"; readonly fingers: readonly [Finger, Finger] }
  /** What was meant is done; until no finger is down nothing else is. */
  | { readonly kind: "over"; readonly fingers: readonly number[] };

export interface TouchStep {
  readonly state: TouchState;
  readonly gestures: readonly Gesture[];
}

export const noTouch: TouchState = { kind: "none" };

const step = (state: TouchState, ...gestures: Gesture[]): TouchStep => ({ state, gestures });

const middle = (a: StagePoint, b: StagePoint): StagePoint => stagePoint((a.x + b.x) / 2, (a.y + b.y) / 2);

const pan = (from: StagePoint, to: StagePoint): Gesture => ({
  kind: "pan",
  dx: to.x - from.x,
  dy: to.y - from.y,
});

type Input<Kind> = Extract<TouchInput, { readonly kind: Kind }>;
type One = Extract<TouchState, { kind: "one" }>;
type Drag = Extract<TouchState, { kind: "drag" }>;
type Pinch = Extract<TouchState, { kind: "pinch" }>;

function down(state: TouchState, { id, at, drags }: Input<"down">): TouchStep {
  if (state.kind === "none") return step({ kind: "one", finger: { id, at }, start: at, drags });
  if (state.kind === "over") return step({ kind: "over", fingers: [...state.fingers, id] });
  if (state.kind === "pinch")
    return step({ kind: "over", fingers: [...state.fingers.map((finger) => finger.id), id] });
  const pinch: TouchState = { kind: "pinch", fingers: [state.finger, { id, at }] };
  const wasDrawing = state.kind === "drag" && state.drags;
  return wasDrawing ? step(pinch, { kind: "tool", phase: "cancel", at: state.finger.at }) : step(pinch);
}

function one(state: One, input: Input<"move" | "up" | "cancel">): TouchStep {
  const { finger, start, drags } = state;
  const { at } = input;
  const trembles = distance(start, at) <= TREMBLE;
  if (input.kind === "cancel") return step(noTouch);
  if (trembles)
    return input.kind === "up" ? step(noTouch, { kind: "tap", at: start, takesAway: false }) : step(state);
  const begun = drag({ kind: "drag", finger: { id: finger.id, at: start }, drags }, input);
  return drags ? step(begun.state, { kind: "tool", phase: "down", at: start }, ...begun.gestures) : begun;
}

function drag({ finger, drags }: Drag, { kind, at }: Input<"move" | "up" | "cancel">): TouchStep {
  const next: TouchState = kind === "move" ? { kind: "drag", finger: { id: finger.id, at }, drags } : noTouch;
  return step(next, drags ? { kind: "tool", phase: kind, at } : pan(finger.at, at));
}

function pinch({ fingers }: Pinch, { kind, id, at }: Input<"move" | "up" | "cancel">): TouchStep {
  const [a, b] = fingers;
  if (kind !== "move") return step({ kind: "over", fingers: [a.id === id ? b.id : a.id] });
  const [nextA, nextB] = [a.id === id ? { id, at } : a, b.id === id ? { id, at } : b];
  const [before, after] = [middle(a.at, b.at), middle(nextA.at, nextB.at)];
  const factor = distance(nextA.at, nextB.at) / Math.max(1, distance(a.at, b.at));
  return step({ kind: "pinch", fingers: [nextA, nextB] }, pan(before, after), {
    kind: "pinch",
    at: after,
    factor,
  });
}

export function touch(state: TouchState, input: TouchInput): TouchStep {
  if (input.kind === "time") {
    if (state.kind !== "one") return step(state);
    const { finger, start } = state;
    return step({ kind: "over", fingers: [finger.id] }, { kind: "tap", at: start, takesAway: true });
  }
  if (input.kind === "down") return down(state, input);
  switch (state.kind) {
    case "none":
      return step(state);
    case "one":
      return one(state, input);
    case "drag":
      return drag(state, input);
    case "pinch":
      return pinch(state, input);
    case "over": {
      const fingers = input.kind === "move" ? state.fingers : state.fingers.filter((id) => id !== input.id);
      return step(fingers.length === 0 ? noTouch : { kind: "over", fingers });
    }
  }
}
