/** Every edit by name, newest on top; a press takes the session there. What was undone is dim and can be pressed too. */
import { memo, useEffect, useRef } from "react";
import type { Edit } from "../../domain/history";
import { nextToUndo } from "../../state/history";
import { editWords } from "../../state/historyWords";
import { useMayEdit, useSession } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { classes } from "../../ui/classes";
import { formatWhen } from "../../ui/format";
import list from "../../ui/popoverList.module.css";
import { say } from "../../words/words";
import styles from "./History.module.css";

export function HistoryList() {
  const { history } = useWorkspace();
  const mayEdit = useMayEdit();
  const edits = useSession((session) => session.history);
  const current = nextToUndo(edits)?.editId ?? null;
  const now = Date.now() / 1000;
  return (
    <>
      <p className={list.title}>{say("objects:history")}</p>
      <ol className={list.list} aria-label={say("objects:history")}>
        {edits.toReversed().map((edit) => (
          <Step
            key={edit.editId}
            words={editWords(edit)}
            when={formatWhen(edit.createdAt, now)}
            undone={edit.undone}
            current={edit.editId === current}
            fixed={!mayEdit}
            onGo={() => void history.goTo(edit.editId)}
          />
        ))}
        <Step
          words={say("objects:history_start")}
          when=""
          undone={false}
          current={current === null}
          fixed={!mayEdit}
          onGo={() => void history.goTo(null)}
        />
      </ol>
    </>
  );
}

interface StepProps {
  readonly words: string;
  readonly when: string;
  readonly undone: Edit["undone"];
  readonly current: boolean;
  /** It can be read alone. */
  readonly fixed: boolean;
  onGo(): void;
}

const Step = memo(function Step({ words, when, undone, current, fixed, onGo }: StepProps) {
  const step = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (current) step.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <li>
      <button
        ref={step}
        type="button"
        className={classes(list.row, undone && styles.undone, current && styles.current)}
        aria-current={current ? "step" : undefined}
        title={undone ? say("objects:redo_to", { edit: words }) : words}
        disabled={fixed}
        onClick={onGo}
      >
        <span className={styles.words}>{words}</span>
        <span className={styles.when}>{when}</span>
      </button>
    </li>
  );
});
