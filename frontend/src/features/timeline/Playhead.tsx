/** The line that says which frame is shown. */
import { useSession, useStage } from "../../state/selectors";
import { shareOf } from "./scale";
import styles from "./Timeline.module.css";

export function Playhead() {
  const frame = useStage((stage) => stage.frame);
  const count = useSession((session) => session.video.frameCount);
  return (
    <div className={styles.playhead} aria-hidden="true">
      <div className={styles.needle} style={{ left: `${shareOf(frame, count) * 100}%` }} />
    </div>
  );
}
