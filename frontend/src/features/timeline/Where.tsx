/** Which frame is shown, as a time and as a number. */
import { useSession, useStage } from "../../state/selectors";
import { formatFrameTime } from "../../ui/format";
import { FrameInput } from "./FrameInput";
import styles from "./Timeline.module.css";

export function Where() {
  const frame = useStage((stage) => stage.frame);
  const video = useSession((session) => session.video);
  return (
    <div className={styles.time}>
      <strong>{formatFrameTime(frame, video.frameRate)}</strong>
      <FrameInput />
      <span className={styles.faint}>of {video.frameCount - 1}</span>
    </div>
  );
}
