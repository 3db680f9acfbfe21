/** The object's small picture, by which its row is dragged to another place; Up and Down move it too. */
import { GripVertical } from "lucide-react";
import type { KeyboardEvent, PointerEvent } from "react";
import type { TrackedObject } from "../../domain/session";
import { useMayEdit } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { say } from "../../words/words";
import styles from "./ObjectsPanel.module.css";
import type { RowHands } from "./rowHands";
import { Thumbnail } from "./Thumbnail";

interface GripProps {
  readonly object: TrackedObject;
  readonly hands: Pick<RowHands, "drag" | "drop">;
}

export function Grip({ object, hands }: GripProps) {
  const { objects, stage } = useWorkspace();
  const { objectId, name, colour } = object;
  const mayEdit = useMayEdit();
  const press = (event: KeyboardEvent) => {
    const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (steps === undefined || !mayEdit) return;
    event.preventDefault();
    event.stopPropagation();
    void objects.raise(objectId, steps);
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    if (mayEdit && event.currentTarget.hasPointerCapture(event.pointerId))
      hands.drag(objectId, event.clientY);
  };
  return (
    <button
      type="button"
      className={styles.grip}
      style={{ borderColor: colour }}
      aria-label={say(mayEdit ? "objects:move" : "objects:select", { name })}
      title={mayEdit ? say("objects:move_hint") : name}
      onKeyDown={press}
      onClick={() => stage.setState({ selected: objectId })}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={move}
      onPointerUp={hands.drop}
      onPointerCancel={hands.drop}
    >
      <span aria-hidden="true">
        <Thumbnail objectId={objectId} />
      </span>
      <GripVertical className={styles.gripIcon} size={14} aria-hidden="true" />
    </button>
  );
}
