/** Press and drag along time: the frame under the pointer is shown. */
import type { PointerEvent } from "react";
import { useWorkspace } from "../../state/services";
import { wholeOf } from "../../state/view";
import type { Workspace } from "../../state/workspace";
import { frameAt } from "./scale";

/** The frame under a pointer over an element that is as wide as time. */
export function frameUnder({ server, stage }: Workspace, element: Element, clientX: number): number {
  const count = server.getState().session?.video.frameCount ?? 1;
  const { left, width } = element.getBoundingClientRect();
  return frameAt((clientX - left) / width, stage.getState().view ?? wholeOf(count), count);
}

export function useScrub() {
  const workspace = useWorkspace();
  const go = (event: PointerEvent<HTMLElement>) =>
    workspace.seek(frameUnder(workspace, event.currentTarget, event.clientX));
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      go(event);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) go(event);
    },
  };
}
