/** The wheel over time: turned it zooms around the pointer, sideways or with Shift it moves along. Lists keep theirs. */
import { type RefObject, useEffect } from "react";
import { useWorkspace } from "../../state/services";
import { wholeOf } from "../../state/view";
import { frameUnder } from "./useScrub";

/** One notch of a wheel is about 100 pixels, which is a zoom by a quarter. */
const ZOOM_PER_PIXEL = 0.0022;

/** `along` is an element as wide as time. Without Ctrl a turn over `[data-scrolls]` scrolls it instead. */
export function useWheel(area: RefObject<HTMLElement | null>, along: RefObject<HTMLElement | null>): void {
  const workspace = useWorkspace();
  useEffect(() => {
    const element = area.current;
    if (element === null) return;
    const turn = (event: WheelEvent) => {
      const [rail, at] = [along.current, event.target];
      if (rail === null || !(at instanceof Element)) return;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      const list = at.closest("[data-scrolls]");
      const listScrolls = list !== null && list.scrollHeight > list.clientHeight;
      if (listScrolls && !isSideways && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const count = workspace.server.getState().session?.video.frameCount ?? 1;
      const { span } = workspace.stage.getState().view ?? wholeOf(count);
      if (isSideways) workspace.timeView.pan((sideways / rail.clientWidth) * span);
      else
        workspace.timeView.zoom(
          Math.exp(-event.deltaY * ZOOM_PER_PIXEL),
          frameUnder(workspace, rail, event.clientX),
        );
    };
    element.addEventListener("wheel", turn, { passive: false });
    return () => element.removeEventListener("wheel", turn);
  }, [area, along, workspace]);
}
