/** One object as it was after each of its edits, to be brought back; the others stay as they are. */
import { useState } from "react";
import type { ObjectId } from "../../domain/clip";
import { versionsOf } from "../../state/history";
import { editWords } from "../../state/historyWords";
import { useMayEdit, useSession } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { Button } from "../../ui/Button";
import { Confirm } from "../../ui/Confirm";
import { formatWhen } from "../../ui/format";
import { Panel } from "../../ui/Panel";
import { say } from "../../words/words";
import styles from "./ObjectsPanel.module.css";

interface VersionsPanelProps {
  readonly objectId: ObjectId | null;
  onClose(): void;
}

/** What is to be brought back; an edit's id, or null for the very beginning. */
interface Choice {
  readonly editId: number | null;
  readonly words: string;
}

export function VersionsPanel({ objectId, onClose }: VersionsPanelProps) {
  const { history } = useWorkspace();
  const edits = useSession((session) => session.history);
  const name = useSession(({ objects }) => objects.find((one) => one.objectId === objectId)?.name ?? "");
  const mayEdit = useMayEdit();
  const [choice, setChoice] = useState<Choice | null>(null);
  const now = Date.now() / 1000;
  const beginning = { editId: null, words: say("objects:version_none") };
  const versions = objectId === null ? [] : versionsOf(edits, objectId);
  const restore = () => {
    if (objectId !== null && choice !== null) void history.restore(objectId, choice.editId);
    onClose();
  };
  return (
    <Panel
      open={objectId !== null}
      title={say("objects:versions_of", { name })}
      text={say("objects:versions_text")}
      onClose={onClose}
    >
      <ul className={styles.versions}>
        {versions.map((edit, index) => (
          <VersionRow
            key={edit.editId}
            words={editWords(edit)}
            when={formatWhen(edit.createdAt, now)}
            isNow={index === 0}
            fixed={!mayEdit}
            onRestore={() => setChoice({ editId: edit.editId, words: editWords(edit) })}
          />
        ))}
        <VersionRow
          words={beginning.words}
          when=""
          isNow={false}
          fixed={!mayEdit}
          onRestore={() => setChoice(beginning)}
        />
      </ul>
      <Confirm
        open={choice !== null}
        title={say("objects:restore_question", { name })}
        text={say("objects:restore_text", { edit: choice?.words ?? "" })}
        action={say("objects:restore")}
        onConfirm={restore}
        onClose={() => setChoice(null)}
      />
    </Panel>
  );
}

interface VersionRowProps {
  readonly words: string;
  readonly when: string;
  readonly isNow: boolean;
  /** It can be read alone. */
  readonly fixed: boolean;
  onRestore(): void;
}

function VersionRow({ words, when, isNow, fixed, onRestore }: VersionRowProps) {
  return (
    <li className={styles.version}>
      <span className={styles.versionWords}>{words}</span>
      <span className={styles.small}>{isNow ? say("objects:version_now") : when}</span>
      {!isNow && !fixed && (
        <Button size="small" aria-label={say("objects:restore_after", { edit: words })} onClick={onRestore}>
          {say("objects:restore")}
        </Button>
      )}
    </li>
  );
}
