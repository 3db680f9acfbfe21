/** Everything about time: transport, tracking, the filmstrip and a lane for each object. */
import { useSession } from "../../state/selectors";
import { Filmstrip } from "./Filmstrip";
import { Lane } from "./Lane";
import { Playhead } from "./Playhead";
import styles from "./Timeline.module.css";
import { TrackBar } from "./TrackBar";
import { Transport } from "./Transport";

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
        <Filmstrip />
        {objects.length > 0 && (
          <ul className={styles.lanes} aria-label="Lanes">
            {objects.map((object) => (
              <Lane key={object.objectId} object={object} />
            ))}
          </ul>
        )}
        <Playhead />
      </div>
    </section>
  );
}
