/** The line that says which frame is shown. While the clip plays it moves without being drawn again: its layer is shifted. */
import { useStage } from "../../state/selectors";
import { shareOf } from "./scale";
import styles from "./Timeline.module.css";
import { useView } from "./useView";

export function Playhead() {
  const frame = useStage((stage) => stage.frame);
  const share = shareOf(frame, useView());
  return (
    <div className={styles.playhead} aria-hidden="true">
      {share >= 0 && share <= 1 && (
        <div className={styles.needle} style={{ transform: `translateX(${share * 100}cqw)` }} />
      )}
    </div>
  );
}
