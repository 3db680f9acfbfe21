/** The file on its way: packed, sent, then read by the server. */
import { useStore } from "zustand";
import { isOnItsWay, type MaskImport } from "../../state/maskImport";
import { Button } from "../../ui/Button";
import { Progress } from "../../ui/Progress";
import { formatBytes } from "../../words/numbers";
import { say } from "../../words/words";
import { FileLine } from "./FileLine";
import styles from "./ImportPanel.module.css";

interface UnderWayProps {
  readonly imports: MaskImport;
}

export function UnderWay({ imports }: UnderWayProps) {
  const { step, source, doneBytes } = useStore(imports.store);
  if (source === null) return null;
  const isReading = step === "reading";
  const key = step === "packing" ? "import:packing" : "import:sending";
  const bytes = { done: formatBytes(doneBytes), total: formatBytes(source.bytes) };
  return (
    <div className={styles.way}>
      <FileLine source={source} />
      <Progress
        label={say(isReading ? "import:reading" : key, bytes)}
        done={doneBytes}
        total={isReading ? 0 : source.bytes}
      />
      <p className={styles.faint}>{isReading ? say("import:readingText") : say(key, bytes)}</p>
    </div>
  );
}

export function UnderWayFoot({ imports }: UnderWayProps) {
  const step = useStore(imports.store, (state) => state.step);
  return (
    <>
      <span />
      {isOnItsWay({ step }) ? (
        <Button onClick={() => imports.stop()}>{say("import:cancel")}</Button>
      ) : (
        <Button onClick={() => imports.close()}>{say("ui:close")}</Button>
      )}
    </>
  );
}
