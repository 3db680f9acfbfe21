/** Fingers on the picture: what `touch` makes of them, done to the tool and to where the picture lies. */
import { type PointerEvent, useEffect, useRef } from "react";
import { useWorkspace } from "../../state/services";
import { placeOf } from "./pointerPlace";
import { type Gesture, LONG_PRESS_MS, noTouch, type TouchInput, type TouchState, touch } from "./touch";
import type { PlacementControl } from "./usePlacement";
import type { ToolControl } from "./useTool";

type Pointer = PointerEvent<HTMLElement>;

export function useTouch(control: PlacementControl, tool: ToolControl) {
  const { stage } = useWorkspace();
  const state = useRef<TouchState>(noTouch);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const carryOut = (gesture: Gesture): void => {
    if (gesture.kind === "pan") control.moveBy(gesture.dx, gesture.dy);
    else if (gesture.kind === "pinch") control.zoomAt(gesture.at.x, gesture.at.y, gesture.factor);
    else if (gesture.kind === "tool") tool.apply(gesture.phase, gesture.at, { finger: true });
    else {
      const manner = { takesAway: gesture.takesAway, finger: true };
      tool.apply("down", gesture.at, manner);
      tool.apply("up", gesture.at, manner);
    }
  };
  const feed = (input: TouchInput): void => {
    const step = touch(state.current, input);
    state.current = step.state;
    step.gestures.forEach(carryOut);
  };
  /** Brush and box draw; a point moves where one is; else the drag is the picture's. */
  const drags = (event: Pointer): boolean => {
    const { tool: inHand } = stage.getState();
    const draws = inHand === "brush" || inHand === "eraser" || inHand === "box";
    return draws || tool.hitAt(placeOf(event), true) !== null;
  };
  const say = (kind: "move" | "up" | "cancel") => (event: Pointer) =>
    feed({ kind, id: event.pointerId, at: placeOf(event) });
  return {
    down(event: Pointer) {
      feed({ kind: "down", id: event.pointerId, at: placeOf(event), drags: drags(event) });
      clearTimeout(timer.current);
      if (state.current.kind === "one")
        timer.current = setTimeout(() => feed({ kind: "time" }), LONG_PRESS_MS);
    },
    move: say("move"),
    up: say("up"),
    cancel: say("cancel"),
  };
}
