/** The objects of the session: add, choose, name, hide, delete. */
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { useMaxObjects, useSession } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { Button } from "../../ui/Button";
import { plural } from "../../ui/format";
import { ObjectRow } from "./ObjectRow";
import styles from "./ObjectsPanel.module.css";

/** `children` stand below the list. */
export function ObjectsPanel({ children }: { readonly children?: ReactNode }) {
  const { commands, prompting } = useWorkspace();
  const objects = useSession((session) => session.objects);
  const most = useMaxObjects();
  const isFull = objects.length >= most;
  return (
    <div className={styles.panel}>
      <div className={styles.head}>
        <span className={styles.faint}>{plural(objects.length, "object")}</span>
        <Button
          icon={<Plus size={16} />}
          disabled={isFull}
          title={isFull ? `A session can have up to ${most} objects` : "Key N"}
          onClick={() => void commands.addObject(prompting.nextObject())}
        >
          Add object
        </Button>
      </div>
      <ul className={styles.list} aria-label="Objects">
        {objects.length === 0 && (
          <li className={styles.empty}>
            No objects yet. Click one in the picture, or drag a box around it with the Box tool.
          </li>
        )}
        {objects.map((object) => (
          <ObjectRow key={object.objectId} object={object} />
        ))}
      </ul>
      {children}
    </div>
  );
}
