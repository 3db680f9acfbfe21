/** What an import brought: its objects, each a step away, and what did not fit; and the way back. */
import { useStore } from "zustand";
import type { ImportedObject, ImportReport } from "../../domain/maskImport";
import { nextToRedo, nextToUndo } from "../../state/history";
import { framesWords } from "../../state/importWords";
import type { MaskImport } from "../../state/maskImport";
import { useSession } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { Button } from "../../ui/Button";
import { say } from "../../words/words";
import styles from "./ImportPanel.module.css";
import { Problems } from "./Problems";
import { useFormats } from "./useFormats";

interface ReportProps {
  readonly imports: MaskImport;
  readonly report: ImportReport;
}

/** The step of the history that this import is: it may be undone by now, and something may stand before it. */
function useEdit(imports: MaskImport) {
  const after = useStore(imports.store, (state) => state.editsUntil);
  const history = useSession((session) => session.history);
  const edit = history.findLast(({ kind, editId }) => kind === "IMPORT" && editId > after) ?? null;
  return {
    isUndone: edit?.undone ?? false,
    canUndo: edit !== null && nextToUndo(history) === edit,
    canRedo: edit !== null && nextToRedo(history) === edit,
  };
}

/** Goes to an object's first new mask, with the object in the hand. */
function useShow(imports: MaskImport): (object: ImportedObject) => void {
  const workspace = useWorkspace();
  return ({ objectId, firstFrame }) => {
    imports.close();
    workspace.stage.setState({ selected: objectId, panel: "objects" });
    workspace.seek(firstFrame);
  };
}

export function Report({ imports, report }: ReportProps) {
  const { isUndone } = useEdit(imports);
  const show = useShow(imports);
  const formats = useFormats();
  const format = formats.find(({ name }) => name === report.format)?.title ?? report.format;
  return (
    <>
      <p className={styles.dim} role="status">
        {isUndone ? say("import:takenBack") : say("import:readAs", { format })}{" "}
        {!isUndone && report.problemCount === 0 && say("import:allTaken")}
      </p>
      <ul className={styles.objects} aria-label={say("import:objects")}>
        {report.objects.map((object) => (
          <ObjectLine key={object.objectId} object={object} disabled={isUndone} onShow={() => show(object)} />
        ))}
      </ul>
      <Problems problems={report.problems} count={report.problemCount} />
    </>
  );
}

interface ObjectLineProps {
  readonly object: ImportedObject;
  readonly disabled: boolean;
  onShow(): void;
}

function ObjectLine({ object, disabled, onShow }: ObjectLineProps) {
  const { objectId, name, isNew, masks, firstFrame, lastFrame } = object;
  const colour = useSession(({ objects }) => objects.find((one) => one.objectId === objectId)?.colour);
  return (
    <li>
      <button
        type="button"
        className={styles.object}
        disabled={disabled}
        title={say("import:showObject", { name, frame: firstFrame })}
        onClick={onShow}
      >
        <span className={styles.dot} style={{ background: colour ?? "var(--surface-4)" }} />
        <span className={styles.objectName}>{name}</span>
        {!isNew && <span className={styles.tag}>{say("import:joined")}</span>}
        <span className={styles.extent}>
          {say("import:masks", { count: masks })}
          {say("ui:listComma")}
          {framesWords(firstFrame, lastFrame)}
        </span>
      </button>
    </li>
  );
}

export function ReportFoot({ imports, report }: ReportProps) {
  const { history } = useWorkspace();
  const { isUndone, canUndo, canRedo } = useEdit(imports);
  const show = useShow(imports);
  const first = report.objects.toSorted((a, b) => a.firstFrame - b.firstFrame)[0];
  return (
    <>
      {isUndone ? (
        <Button disabled={!canRedo} onClick={() => void history.redo()}>
          {say("import:redo")}
        </Button>
      ) : (
        <Button disabled={!canUndo} onClick={() => void history.undo()}>
          {say("import:undo")}
        </Button>
      )}
      <span className={styles.buttons}>
        <Button onClick={() => imports.close()}>{say("ui:close")}</Button>
        {first !== undefined && (
          <Button tone="primary" autoFocus disabled={isUndone} onClick={() => show(first)}>
            {say("import:show", { frame: first.firstFrame })}
          </Button>
        )}
      </span>
    </>
  );
}
