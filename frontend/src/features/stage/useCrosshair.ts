/** The keyboard on the picture: arrows move a crosshair, Enter does there what a click does, Shift+Enter takes away. */
import { type FocusEvent, type KeyboardEvent, useState } from "react";
import { type Placement, stageOfClip } from "../../geometry/placement";
import { type ClipPoint, clipPoint } from "../../geometry/points";
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { clampShare } from "./tools/tool";
import type { ToolControl } from "./useTool";

/** Shares of the picture's width, with Shift the fine one. */
const STEP = 0.02;
const FINE = 0.002;

const ways: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** One step of an arrow key from a point; `shape` is width / height of the picture. Null for other keys. */
export function stepped(from: ClipPoint, key: string, fine: boolean, shape: number): ClipPoint | null {
  const way = ways[key];
  if (way === undefined) return null;
  const step = fine ? FINE : STEP;
  return clipPoint(clampShare(from.x + way[0] * step), clampShare(from.y + way[1] * step * shape));
}

export function useCrosshair(placement: Placement, tool: ToolControl) {
  const workspace = useWorkspace();
  const drags = useStage(({ tool: inHand }) => inHand !== "point" && inHand !== "select");
  const [at, setAt] = useState(clipPoint(0.5, 0.5));
  const [focused, setFocused] = useState(false);

  const apply = (kind: "down" | "move" | "up" | "cancel", point: ClipPoint, takesAway = false) =>
    tool.apply(kind, stageOfClip(point, placement), { takesAway });
  const enter = (takesAway: boolean) => {
    workspace.pause();
    if (!tool.isBusy) apply("down", at, takesAway);
    // A point is put at once; a box or a stroke ends with a second Enter.
    if (tool.isBusy || !drags) apply("up", at, takesAway);
  };
  return {
    crosshair: focused ? at : null,
    keys: {
      onFocus: (event: FocusEvent) => setFocused(event.target === event.currentTarget),
      onBlur: () => setFocused(false),
      onKeyDown(event: KeyboardEvent) {
        if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
        const next = stepped(at, event.key, event.shiftKey, placement.width / placement.height);
        if (next !== null) {
          setAt(next);
          if (tool.isBusy) apply("move", next);
        } else if (event.key === "Enter") enter(event.shiftKey);
        else if (event.key === "Escape" && tool.isBusy) apply("cancel", at);
        else return;
        event.preventDefault();
      },
    },
  };
}
