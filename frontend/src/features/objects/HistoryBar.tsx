/** Undo, redo, and the list of all that was done to the session. */

import { History, Redo2, Undo2 } from "lucide-react";
import { Popover } from "radix-ui";
import { lazy, Suspense } from "react";
import { useRefusal } from "../../state/actions/useRefusal";
import { nextToRedo, nextToUndo } from "../../state/history";
import { editWords } from "../../state/historyWords";
import { useKeyOf } from "../../state/keys/useKeyOf";
import { useSession } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { IconButton } from "../../ui/Button";
import { Group } from "../../ui/Group";
import list from "../../ui/popoverList.module.css";
import { say } from "../../words/words";
import styles from "./History.module.css";

/** Fetched when it is opened. */
const HistoryList = lazy(async () => ({ default: (await import("./HistoryList")).HistoryList }));

export function HistoryBar() {
  const { history } = useWorkspace();
  const refusal = useRefusal("undo");
  const [undoKey, redoKey] = [useKeyOf("undo"), useKeyOf("redo")];
  const undone = useSession((session) => nextToUndo(session.history));
  const redone = useSession((session) => nextToRedo(session.history));
  return (
    <Group className={styles.bar} label={say("objects:history")}>
      <IconButton
        label={undone === null ? say("objects:undo") : say("objects:undo_edit", { edit: editWords(undone) })}
        shortcut={undoKey}
        refusal={refusal}
        disabled={undone === null}
        icon={<Undo2 size={18} />}
        onClick={() => void history.undo()}
      />
      <IconButton
        label={redone === null ? say("objects:redo") : say("objects:redo_edit", { edit: editWords(redone) })}
        shortcut={redoKey}
        refusal={refusal}
        disabled={redone === null}
        icon={<Redo2 size={18} />}
        onClick={() => void history.redo()}
      />
      <Popover.Root>
        <Popover.Trigger asChild>
          <IconButton label={say("objects:history")} icon={<History size={18} />} />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            className={list.panel}
            align="end"
            sideOffset={6}
            collisionPadding={8}
            aria-label={say("objects:history")}
          >
            <Suspense fallback={null}>
              <HistoryList />
            </Suspense>
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </Group>
  );
}
