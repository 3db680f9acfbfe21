/** Where in the clip the zoomed timeline is; drag it to move along. Not there while the whole clip is in sight. */
import { type PointerEvent, useRef } from "react";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import styles from "./Timeline.module.css";

export function Scrollbar() {
  const { timeView } = useWorkspace();
  const view = useStage((stage) => stage.view);
  const count = useSession((session) => session.video.frameCount);
  const last = useRef(0);
  const drag = (event: PointerEvent<HTMLElement>) => {
    const width = event.currentTarget.parentElement?.clientWidth ?? 1;
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    timeView.pan(((event.clientX - last.current) / width) * count);
    last.current = event.clientX;
  };
  return (
    <div className={styles.scrollbar} aria-hidden="true">
      {view !== null && (
        <span
          style={{ left: `${(view.first / count) * 100}%`, width: `${(view.span / count) * 100}%` }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            last.current = event.clientX;
          }}
          onPointerMove={drag}
        />
      )}
    </div>
  );
}
