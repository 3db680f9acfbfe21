/** Which frame is shown, as a time and as a number, and how much of the clip is in sight. */
import { Maximize2, ZoomIn, ZoomOut } from "lucide-react";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { IconButton } from "../../ui/Button";
import { formatFrameTime } from "../../ui/format";
import { say } from "../../words/words";
import { FrameInput } from "./FrameInput";
import styles from "./Timeline.module.css";

export function Where() {
  const frame = useStage((stage) => stage.frame);
  const video = useSession((session) => session.video);
  return (
    <div className={styles.where}>
      <div className={styles.time}>
        <strong>{formatFrameTime(frame, video.frameRate)}</strong>
        <Zoom />
      </div>
      <div className={styles.number}>
        <FrameInput />
        <span className={styles.faint}>{say("timeline:of_frames", { last: video.frameCount - 1 })}</span>
      </div>
    </div>
  );
}

function Zoom() {
  const { timeView } = useWorkspace();
  const isWhole = useStage((stage) => stage.view === null);
  return (
    <span className={styles.zoom}>
      <IconButton
        size="small"
        label={say("timeline:zoom_out")}
        icon={<ZoomOut size={14} />}
        disabled={isWhole}
        onClick={() => timeView.zoomOut()}
      />
      <IconButton
        size="small"
        label={say("timeline:zoom_in")}
        icon={<ZoomIn size={14} />}
        onClick={() => timeView.zoomIn()}
      />
      <IconButton
        size="small"
        label={say("timeline:zoom_fit")}
        icon={<Maximize2 size={13} />}
        disabled={isWhole}
        onClick={() => timeView.fit()}
      />
    </span>
  );
}
