/** Stands where the row stood, and says what would be gone. */
import type { TrackedObject } from "../../domain/session";
import { countFrames } from "../../state/runs";
import { useSession } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { Button } from "../../ui/Button";
import { say } from "../../words/words";
import styles from "./ObjectsPanel.module.css";

interface DeleteQuestionProps {
  readonly object: TrackedObject;
  onKeep(): void;
}

export function DeleteQuestion({ object, onKeep }: DeleteQuestionProps) {
  const { commands } = useWorkspace();
  const { objectId, name } = object;
  const frames = useSession((session) => countFrames(session.runs.get(objectId) ?? []));
  return (
    <li className={styles.ask} data-row="">
      <span>
        {frames === 0
          ? say("objects:delete_question", { name })
          : say("objects:delete_question_masks", { name, count: frames })}
      </span>
      <span className={styles.actions}>
        <Button
          size="small"
          tone="danger"
          autoFocus
          onClick={() => {
            onKeep();
            void commands.removeObject(objectId);
          }}
        >
          {say("objects:delete_object")}
        </Button>
        <Button size="small" onClick={onKeep}>
          {say("objects:keep")}
        </Button>
      </span>
    </li>
  );
}
