/** One object: the first press chooses it, the second on its name renames it. */
import { Eye, EyeOff, Trash2 } from "lucide-react";
import { memo, useRef, useState } from "react";
import { OBJECT_COLOURS } from "../../domain/palette";
import type { TrackedObject } from "../../domain/session";
import { countFrames } from "../../state/runs";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { toggled } from "../../state/stageStore";
import { Button, IconButton } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { EditableText } from "../../ui/EditableText";
import { plural } from "../../ui/format";
import { Palette } from "../../ui/Palette";
import { useScrolledTo } from "../../ui/useScrolledTo";
import styles from "./ObjectsPanel.module.css";

export const ObjectRow = memo(function ObjectRow({ object }: { readonly object: TrackedObject }) {
  const { stage, commands } = useWorkspace();
  const { objectId, name, colour } = object;
  const selected = useStage((state) => state.selected === objectId);
  const hidden = useStage((state) => state.hidden.has(objectId));
  const frames = useSession((session) => countFrames(session.runs.get(objectId) ?? []));
  const [asking, setAsking] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  useScrolledTo(row, selected);

  if (asking) {
    return (
      <li className={styles.ask}>
        <span>
          Delete {name}
          {frames > 0 && `, its prompts and ${plural(frames, "mask")}`}?
        </span>
        <span className={styles.actions}>
          <Button size="small" tone="danger" autoFocus onClick={() => void commands.removeObject(objectId)}>
            Delete object
          </Button>
          <Button size="small" onClick={() => setAsking(false)}>
            Keep
          </Button>
        </span>
      </li>
    );
  }
  return (
    <li ref={row} className={classes(styles.row, selected && styles.selected, hidden && styles.off)}>
      <Palette
        label={`Colour of ${name}`}
        value={colour}
        colours={OBJECT_COLOURS}
        faded={hidden}
        onChange={(next) => void commands.recolourObject(objectId, next)}
      />
      <span className={styles.name}>
        {selected ? (
          <EditableText
            label={`Name of ${name}`}
            value={name}
            onChange={(next) => void commands.renameObject(objectId, next)}
          />
        ) : (
          <button
            type="button"
            className={styles.select}
            aria-label={`Select ${name}`}
            onClick={() => stage.setState({ selected: objectId })}
          >
            <span>{name}</span>
          </button>
        )}
      </span>
      <span className={styles.small} title={`Masks on ${plural(frames, "frame")}`}>
        {frames > 0 && frames}
      </span>
      <IconButton
        label={hidden ? `Show ${name}` : `Hide ${name}`}
        icon={hidden ? <EyeOff size={16} /> : <Eye size={16} />}
        onClick={() => stage.setState((state) => ({ hidden: toggled(state.hidden, objectId) }))}
      />
      <IconButton label={`Delete ${name}`} icon={<Trash2 size={16} />} onClick={() => setAsking(true)} />
    </li>
  );
});
