/** The pointer on the picture: what it does with the tool, and how it zooms and moves the picture. */
import { type MouseEvent, type PointerEvent, useRef, type WheelEvent } from "react";
import { stagePoint } from "../../geometry/points";
import { useWorkspace } from "../../state/services";
import type { PlacementControl } from "./usePlacement";
import type { ToolControl } from "./useTool";

const MIDDLE = 1;
const RIGHT = 2;

type Pointer = PointerEvent<HTMLElement>;

const placeOf = (event: MouseEvent<HTMLElement>) => {
  const area = event.currentTarget.getBoundingClientRect();
  return stagePoint(event.clientX - area.left, event.clientY - area.top);
};

export function usePointing(control: PlacementControl, tool: ToolControl) {
  const workspace = useWorkspace();
  const panning = useRef(false);
  const apply = (kind: "down" | "move" | "up" | "cancel", event: Pointer) =>
    tool.apply(kind, placeOf(event), event.button === RIGHT || event.altKey);
  return {
    onPointerDown(event: Pointer) {
      event.currentTarget.setPointerCapture(event.pointerId);
      panning.current = event.button === MIDDLE;
      if (panning.current) return;
      workspace.pause();
      apply("down", event);
    },
    /** The pointer takes the focus from fields, but gives none to the picture: arrows go on to step. */
    onMouseDown(event: MouseEvent<HTMLElement>) {
      event.preventDefault();
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    },
    onPointerMove(event: Pointer) {
      if (panning.current) control.moveBy(event.movementX, event.movementY);
      else apply("move", event);
    },
    onPointerUp(event: Pointer) {
      if (panning.current) panning.current = false;
      else apply("up", event);
    },
    onPointerCancel(event: Pointer) {
      panning.current = false;
      apply("cancel", event);
    },
    onContextMenu(event: MouseEvent<HTMLElement>) {
      event.preventDefault();
    },
    onWheel(event: WheelEvent<HTMLElement>) {
      if (!event.ctrlKey && !event.metaKey) return;
      const { x, y } = placeOf(event);
      control.zoomAt(x, y, Math.exp(-event.deltaY / 300));
    },
  };
}
