/** Every object through time, one row each: names and what they say in words here, the bars on one canvas behind them. */
import { useRef } from "react";
import { useSession } from "../../state/selectors";
import { say } from "../../words/words";
import { LaneRow } from "./LaneRow";
import styles from "./Timeline.module.css";
import { useLaneCanvas } from "./useLaneCanvas";

export function Lanes() {
  const list = useRef<HTMLUListElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const objects = useSession((session) => session.objects);
  useLaneCanvas(canvas, list);
  return (
    <div className={styles.lanes}>
      <div aria-hidden="true">
        <canvas ref={canvas} className={styles.laneCanvas} />
      </div>
      <ul ref={list} className={styles.laneList} aria-label={say("timeline:lanes")} data-scrolls="">
        {objects.length === 0 && <li className={styles.noLanes}>{say("timeline:no_lanes")}</li>}
        {objects.toReversed().map((object) => (
          <LaneRow key={object.objectId} object={object} />
        ))}
      </ul>
    </div>
  );
}
