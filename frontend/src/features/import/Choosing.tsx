/** Before anything is sent: the file, what its masks become, and how it is read. */
import { Info } from "lucide-react";
import { useStore } from "zustand";
import { isActive } from "../../domain/session";
import { unfit } from "../../state/importSource";
import type { MaskImport } from "../../state/maskImport";
import { useSession } from "../../state/selectors";
import { useServices } from "../../state/services";
import { Button } from "../../ui/Button";
import { say } from "../../words/words";
import { FrameNumbers } from "./FrameNumbers";
import styles from "./ImportPanel.module.css";
import { ReadingFields } from "./ReadingFields";
import { SourceField } from "./SourceField";
import { TakenAsField } from "./TakenAsField";
import { useFormats } from "./useFormats";

interface ChoosingProps {
  readonly imports: MaskImport;
}

export function Choosing({ imports }: ChoosingProps) {
  const { wish, problem } = useStore(imports.store);
  const isTracking = useSession((session) => isActive(session.propagation));
  return (
    <>
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <SourceField imports={imports} />
      <TakenAsField value={wish.takenAs} onChange={(takenAs) => imports.wish({ takenAs })} />
      <ReadingFields wish={wish} onChange={(change) => imports.wish(change)} />
      <FrameNumbers wish={wish} onChange={(change) => imports.wish(change)} />
      {isTracking && (
        <p className={styles.note}>
          <Info size={16} aria-hidden="true" />
          {say("import:tracking")}
        </p>
      )}
    </>
  );
}

export function ChoosingFoot({ imports }: ChoosingProps) {
  const { gallery } = useServices();
  const formats = useFormats();
  const { source, wish } = useStore(imports.store);
  // Whoever names the format knows better than the file's name does.
  const isUnfit = source === null || (wish.format === null && unfit(source, formats) !== null);
  const start = () => void imports.start(gallery.store.getState().server?.limits ?? null);
  return (
    <>
      <span />
      <span className={styles.buttons}>
        <Button onClick={() => imports.forget()}>{say("import:cancel")}</Button>
        <Button tone="primary" disabled={isUnfit} onClick={start}>
          {say("import:import")}
        </Button>
      </span>
    </>
  );
}
