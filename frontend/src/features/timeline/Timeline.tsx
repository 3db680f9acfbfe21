/** Everything about time: transport, review, tracking, the filmstrip and a lane for each object. */
import { useRef } from "react";
import { say } from "../../words/words";
import { Filmstrip } from "./Filmstrip";
import { Lanes } from "./Lanes";
import { Playhead } from "./Playhead";
import { RangeButtons } from "./RangeButtons";
import { ReviewButtons } from "./ReviewButtons";
import { Ruler } from "./Ruler";
import { Scrollbar } from "./Scrollbar";
import styles from "./Timeline.module.css";
import { TrackBar } from "./TrackBar";
import { Transport } from "./Transport";
import { useWheel } from "./useWheel";
import { useWidth } from "./useWidth";
import { Where } from "./Where";

export function Timeline() {
  const strips = useRef<HTMLDivElement>(null);
  const { element, width } = useWidth(100);
  useWheel(strips, element);
  return (
    <section className={styles.timeline} aria-label={say("timeline:timeline")}>
      <div className={styles.bar}>
        <Transport />
        <ReviewButtons />
        <RangeButtons />
        <span className={styles.spacer} />
        <TrackBar />
      </div>
      <div ref={strips} className={styles.strips}>
        <Where />
        <div className={styles.overview}>
          <Ruler />
          <Filmstrip element={element} width={width} />
        </div>
        <Lanes />
        <Scrollbar />
        <Playhead />
      </div>
    </section>
  );
}
