/** Mouse and pen on the picture: what they do with the tool, and how they zoom and move the picture. Fingers are another file. */
import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { useWorkspace } from "../../state/services";
import { placeOf } from "./pointerPlace";
import { usePanKey } from "./usePanKey";
import type { PlacementControl } from "./usePlacement";
import type { Manner, ToolControl } from "./useTool";
import { useTouch } from "./useTouch";

const MIDDLE = 1;
const RIGHT = 2;
/** The other end of a pen, as a bit of `buttons`. */
const PEN_ERASER = 32;

type Pointer = PointerEvent<HTMLElement>;

const mannerOf = (event: Pointer): Manner => ({
  takesAway: event.button === RIGHT || event.altKey || (event.buttons & PEN_ERASER) !== 0,
  picks: event.ctrlKey || event.metaKey,
});

/** React's own listener could not keep the page from scrolling and zooming. */
function useWheel(area: RefObject<HTMLElement | null>, zoomAt: PlacementControl["zoomAt"]): void {
  const turn = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    const box = area.current?.getBoundingClientRect();
    if (box === undefined) return;
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    zoomAt(event.clientX - box.left, event.clientY - box.top, Math.exp((-event.deltaY * lines) / 300));
  });
  useEffect(() => {
    const element = area.current;
    const listen = (event: WheelEvent) => turn(event);
    element?.addEventListener("wheel", listen, { passive: false });
    return () => element?.removeEventListener("wheel", listen);
  }, [area]);
}

export function usePointing(
  area: RefObject<HTMLElement | null>,
  control: PlacementControl,
  tool: ToolControl,
) {
  const workspace = useWorkspace();
  const panKey = usePanKey(area);
  const touching = useTouch(control, tool);
  const panning = useRef(false);
  useWheel(area, control.zoomAt);

  const isFinger = ({ pointerType }: Pointer) => pointerType === "touch";
  return {
    onPointerDown(event: Pointer) {
      event.currentTarget.setPointerCapture(event.pointerId);
      workspace.pause();
      if (isFinger(event)) return touching.down(event);
      panning.current = event.button === MIDDLE || panKey.use();
      if (!panning.current) tool.apply("down", placeOf(event), mannerOf(event));
    },
    /** The pointer takes the focus from fields, but gives none to the picture: arrows go on to step. */
    onMouseDown(event: MouseEvent<HTMLElement>) {
      event.preventDefault();
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    },
    onPointerMove(event: Pointer) {
      if (isFinger(event)) touching.move(event);
      else if (panning.current) control.moveBy(event.movementX, event.movementY);
      else tool.apply("move", placeOf(event), mannerOf(event));
    },
    onPointerUp(event: Pointer) {
      if (isFinger(event)) touching.up(event);
      else if (panning.current) panning.current = false;
      else tool.apply("up", placeOf(event), mannerOf(event));
    },
    onPointerCancel(event: Pointer) {
      panning.current = false;
      if (isFinger(event)) touching.cancel(event);
      else tool.apply("cancel", placeOf(event));
    },
    onContextMenu(event: MouseEvent<HTMLElement>) {
      event.preventDefault();
    },
  };
}
