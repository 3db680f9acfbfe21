/** One object: the first press chooses it, the second on its name renames it; the rest of what it can do is a button or in its menu. */
import { Eye, EyeOff, Focus, Lock, LockOpen, Trash2 } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import type { ObjectId } from "../../domain/clip";
import { OBJECT_COLOURS } from "../../domain/palette";
import type { TrackedObject } from "../../domain/session";
import { useRefusal } from "../../state/actions/useRefusal";
import { useKeyOf } from "../../state/keys/useKeyOf";
import { useMayEdit, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { IconButton } from "../../ui/Button";
import { classes } from "../../ui/classes";
import { EditableText } from "../../ui/EditableText";
import { Palette } from "../../ui/Palette";
import { useScrolledTo } from "../../ui/useScrolledTo";
import { say } from "../../words/words";
import { ClassChip } from "./ClassChip";
import { DeleteQuestion } from "./DeleteQuestion";
import { Grip } from "./Grip";
import { MaskCount } from "./MaskCount";
import { ObjectMenu } from "./ObjectMenu";
import styles from "./ObjectsPanel.module.css";
import type { RowHands } from "./rowHands";

interface ObjectRowProps {
  readonly object: TrackedObject;
  /** Must stay the same, or all rows are drawn again. */
  readonly hands: RowHands;
}

export const ObjectRow = memo(function ObjectRow({ object, hands }: ObjectRowProps) {
  const { objects, commands } = useWorkspace();
  const { objectId, name, colour } = object;
  const mayEdit = useMayEdit();
  const selected = useStage((state) => state.selected === objectId);
  const unseen = useStage(({ hidden, solo }) => (solo.size > 0 ? !solo.has(objectId) : hidden.has(objectId)));
  const asking = useStage(({ rowAsks }) => rowAsks?.objectId === objectId && rowAsks.what === "delete");
  const row = useRef<HTMLLIElement>(null);
  useScrolledTo(row, selected);
  useRenaming(row, objectId);
  if (asking) return <DeleteQuestion object={object} onKeep={() => objects.answered()} />;
  return (
    <li
      ref={row}
      className={classes(styles.row, selected && styles.selected, unseen && styles.off)}
      data-row=""
    >
      <Grip object={object} hands={hands} />
      <Palette
        label={say("objects:colour_of", { name })}
        value={colour}
        colours={OBJECT_COLOURS}
        faded={unseen}
        fixed={!mayEdit}
        onChange={(next) => void commands.recolourObject(objectId, next)}
      />
      <span className={styles.words}>
        <Name object={object} selected={selected} />
        <span className={styles.below}>
          <ClassChip object={object} onEdit={hands.editClasses} />
          <MaskCount objectId={objectId} />
        </span>
      </span>
      <Switches object={object} />
      <ObjectMenu object={object} hands={hands} />
    </li>
  );
});

/** A key asked for the name to be edited. */
function useRenaming(row: React.RefObject<HTMLLIElement | null>, objectId: ObjectId): void {
  const { objects } = useWorkspace();
  const wanted = useStage(({ rowAsks }) => rowAsks?.objectId === objectId && rowAsks.what === "rename");
  useEffect(() => {
    if (!wanted) return;
    row.current?.querySelector<HTMLButtonElement>("[data-name] button")?.click();
    objects.answered();
  }, [wanted, row, objects]);
}

function Name({ object, selected }: { readonly object: TrackedObject; readonly selected: boolean }) {
  const { commands, stage } = useWorkspace();
  const { objectId, name } = object;
  const mayEdit = useMayEdit();
  return (
    <span className={styles.name} data-name="">
      {selected ? (
        <EditableText
          label={say("objects:name_of", { name })}
          value={name}
          fixed={!mayEdit}
          onChange={(next) => void commands.renameObject(objectId, next)}
        />
      ) : (
        <button
          type="button"
          className={styles.select}
          aria-label={say("objects:select", { name })}
          title={name}
          onClick={() => stage.setState({ selected: objectId })}
        >
          <span>{name}</span>
        </button>
      )}
    </span>
  );
}

/** Solo, lock and delete appear when the row is pointed at, and stay while they are on. */
function Switches({ object }: { readonly object: TrackedObject }) {
  const { objects } = useWorkspace();
  const { objectId, name, locked } = object;
  const keys = { solo: useKeyOf("soloObject"), lock: useKeyOf("lockObject"), hide: useKeyOf("hideObject") };
  const refusals = { lock: useRefusal("lockObject"), remove: useRefusal("deleteObject") };
  const hidden = useStage((state) => state.hidden.has(objectId));
  const solo = useStage((state) => state.solo.has(objectId));
  return (
    <span className={styles.switches}>
      <span className={classes(styles.extra, (solo || locked) && styles.on)}>
        <IconButton
          size="small"
          pressed={solo}
          label={say(solo ? "objects:unsolo" : "objects:solo", { name })}
          shortcut={keys.solo}
          icon={<Focus size={15} />}
          onClick={() => objects.toggleSolo(objectId)}
        />
        <IconButton
          size="small"
          pressed={locked}
          label={say(locked ? "objects:unlock" : "objects:lock", { name })}
          shortcut={keys.lock}
          refusal={refusals.lock}
          icon={locked ? <Lock size={15} /> : <LockOpen size={15} />}
          onClick={() => objects.toggleLocked(objectId)}
        />
      </span>
      <IconButton
        size="small"
        label={say(hidden ? "objects:show" : "objects:hide", { name })}
        shortcut={keys.hide}
        icon={hidden ? <EyeOff size={15} /> : <Eye size={15} />}
        onClick={() => objects.toggleHidden(objectId)}
      />
      <IconButton
        size="small"
        label={say("objects:delete", { name })}
        refusal={refusals.remove}
        icon={<Trash2 size={15} />}
        onClick={() => objects.ask("delete", objectId)}
      />
    </span>
  );
}
