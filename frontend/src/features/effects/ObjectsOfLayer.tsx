/** Which objects a layer means: all, also those to come, or some. */
import type { ObjectId } from "../../domain/clip";
import { useSession } from "../../state/selectors";
import { say } from "../../words/words";
import styles from "./EffectsPanel.module.css";

interface ObjectsOfLayerProps {
  readonly objectIds: readonly ObjectId[] | null;
  onChange(objectIds: readonly ObjectId[] | null): void;
}

export function ObjectsOfLayer({ objectIds, onChange }: ObjectsOfLayerProps) {
  const objects = useSession((session) => session.objects);
  // Those that a layer was for may be gone: then there is something to choose even with one left.
  if (objects.length < 2 && objectIds === null) return null;
  const all = objects.map(({ objectId }) => objectId);
  const chosen = objectIds ?? all;
  const toggle = (id: ObjectId): void =>
    onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <fieldset aria-label={say("effects:objects")} className={styles.choice}>
      <button
        type="button"
        className={styles.chip}
        aria-pressed={objectIds === null}
        onClick={() => onChange(objectIds === null ? [] : null)}
      >
        {say("effects:allObjects")}
      </button>
      {objects.map(({ objectId, name, colour }) => (
        <button
          type="button"
          key={objectId}
          className={styles.chip}
          aria-pressed={chosen.includes(objectId)}
          onClick={() => toggle(objectId)}
        >
          <span className={styles.dot} style={{ background: colour }} />
          {name}
        </button>
      ))}
    </fieldset>
  );
}
