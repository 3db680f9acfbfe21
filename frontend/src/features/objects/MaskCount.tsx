/** On how many frames an object has a mask. Apart from its row, which need not follow each frame that is tracked. */
import type { ObjectId } from "../../domain/clip";
import { countFrames } from "../../state/runs";
import { useCalm, useSession } from "../../state/selectors";
import { say } from "../../words/words";
import styles from "./ObjectsPanel.module.css";

const CALM_MS = 200;

export function MaskCount({ objectId }: { readonly objectId: ObjectId }) {
  const runs = useCalm(
    useSession((session) => session.runs.get(objectId)),
    CALM_MS,
  );
  const count = countFrames(runs ?? []);
  return (
    <span className={styles.small} title={say("objects:masks_on", { count })}>
      {count > 0 && count}
    </span>
  );
}
