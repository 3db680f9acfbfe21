/** Everything about time: transport, tracking, the filmstrip and a lane for each object. */
import { useSession } from "../../state/selectors";
import { Filmstrip } from "./Filmstrip";
import { Lane } from "./Lane";
import { Playhead } from "./Playhead";
import styles from "./Timeline.module.css";
import { TrackBar } from "./TrackBar";
import { Transport } from "./Transport";
import { Where } from "./Where";

export function Timeline() {
  const objects = useSession((session) => session.objects);
  return (
    <section className={styles.timeline} aria-label="Timeline">
      <div className={styles.bar}>
        <Transport />
        <span className={styles.spacer} />
        <TrackBar />
      </div>
      <div className={styles.strips}>
        <div className={styles.overview}>
          <Where />
          <Filmstrip />
        </div>
        <ul className={styles.lanes} aria-label="Lanes">
          {objects.length === 0 && <li className={styles.noLanes}>Each object gets a lane here.</li>}
          {objects.map((object) => (
            <Lane key={object.objectId} object={object} />
          ))}
        </ul>
        <Playhead />
      </div>
    </section>
  );
}
