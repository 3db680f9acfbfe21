/** Press and drag along time: the frame under the pointer is shown. */
import type { PointerEvent } from "react";
import { useSession } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { frameAt } from "./scale";

export function useScrub() {
  const workspace = useWorkspace();
  const count = useSession((session) => session.video.frameCount);
  const go = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    workspace.seek(frameAt((event.clientX - left) / width, count));
  };
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
