/** The objects of the session, the topmost first: add, choose, name, class, hide, order, delete. */
import { FileInput, Plus } from "lucide-react";
import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from "react";
import type { ObjectId } from "../../domain/clip";
import { useRefusal } from "../../state/actions/useRefusal";
import { useKeyOf } from "../../state/keys/useKeyOf";
import { useMaxObjects, useMayEdit, useSession } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { Button, IconButton } from "../../ui/Button";
import { say } from "../../words/words";
import { ObjectRow } from "./ObjectRow";
import styles from "./ObjectsPanel.module.css";
import type { RowHands } from "./rowHands";
import { useReorder } from "./useReorder";

/** Fetched when they are opened. */
const ClassesPanel = lazy(async () => ({ default: (await import("./ClassesPanel")).ClassesPanel }));
const VersionsPanel = lazy(async () => ({ default: (await import("./VersionsPanel")).VersionsPanel }));

/** `children` stand below the list. */
export function ObjectsPanel({ children }: { readonly children?: ReactNode }) {
  return (
    <div className={styles.panel}>
      <Head />
      <List />
      {children}
    </div>
  );
}

function Head() {
  const { commands, prompting, stage } = useWorkspace();
  const count = useSession((session) => session.objects.length);
  const most = useMaxObjects();
  const isFull = count >= most;
  const keys = useKeyOf("newObject");
  const importKeys = useKeyOf("importMasks");
  const refusal = useRefusal("newObject");
  return (
    <div className={styles.head}>
      <span className={styles.faint}>{say("objects:count", { count })}</span>
      <IconButton
        label={say("objects:importMasks")}
        shortcut={importKeys}
        refusal={refusal}
        aria-haspopup="dialog"
        icon={<FileInput size={18} />}
        onClick={() => stage.setState({ importAsk: { items: null } })}
      />
      <Button
        icon={<Plus size={16} />}
        disabled={isFull}
        refusal={refusal}
        title={isFull ? say("objects:full", { most }) : keys && say("objects:key", { keys })}
        onClick={() => void commands.addObject(prompting.nextObject())}
      >
        {say("objects:add")}
      </Button>
    </div>
  );
}

function List() {
  const objects = useSession((session) => session.objects);
  const mayEdit = useMayEdit();
  const list = useRef<HTMLUListElement>(null);
  const { held, drag, drop } = useReorder(list);
  const [classesShown, showClasses] = useState(false);
  const [versionsOf, showVersions] = useState<ObjectId | null>(null);
  const hands: RowHands = useMemo(
    () => ({ drag, drop, editClasses: () => showClasses(true), showVersions }),
    [drag, drop],
  );
  return (
    <>
      <ul ref={list} className={styles.list} aria-label={say("objects:objects")}>
        {objects.length === 0 && <li className={styles.empty}>{say("objects:none")}</li>}
        {objects.toReversed().map((object) => (
          <ObjectRow key={object.objectId} object={object} hands={hands} />
        ))}
        {held !== null && <li className={styles.gap} style={{ top: held.gap * 46 - 1 }} aria-hidden="true" />}
      </ul>
      {objects.length === 0 && mayEdit && <OrImport />}
      <Suspense fallback={null}>
        {classesShown && <ClassesPanel open onClose={() => showClasses(false)} />}
        {versionsOf !== null && <VersionsPanel objectId={versionsOf} onClose={() => showVersions(null)} />}
      </Suspense>
    </>
  );
}

function OrImport() {
  const { stage } = useWorkspace();
  return (
    <span className={styles.orImport}>
      <Button
        icon={<FileInput size={16} />}
        aria-haspopup="dialog"
        onClick={() => stage.setState({ importAsk: { items: null } })}
      >
        {say("objects:importMasks")}
      </Button>
    </span>
  );
}
