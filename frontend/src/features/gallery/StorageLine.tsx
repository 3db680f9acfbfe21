/** How full the server is: of its quota where it has one, else what the disk has left. */
import { useStore } from "zustand";
import type { Storage } from "../../domain/trash";
import { useServices } from "../../state/services";
import { formatBytes } from "../../words/numbers";
import { say } from "../../words/words";
import styles from "./Trash.module.css";

/** From here on a person should make room. */
const NEARLY_FULL = 0.9;

export function StorageLine() {
  const { trash } = useServices().gallery;
  const storage = useStore(trash.store, (state) => state.storage);
  if (storage === null) return <span>{say("trash:storage")}</span>;
  const { quotaBytes, usedBytes } = storage;
  const share = quotaBytes === null || quotaBytes === 0 ? null : Math.min(1, usedBytes / quotaBytes);
  return (
    <div className={styles.storage}>
      <span>{storageWords(storage)}</span>
      {share !== null && (
        <span className={styles.meter} aria-hidden="true" data-full={share > NEARLY_FULL || undefined}>
          <span style={{ width: `${100 * share}%` }} />
        </span>
      )}
    </div>
  );
}

export function storageWords({ usedBytes, trashBytes, quotaBytes, freeBytes }: Storage): string {
  const values = { used: formatBytes(usedBytes), trash: formatBytes(trashBytes) };
  return quotaBytes === null
    ? say("trash:used", { ...values, free: formatBytes(freeBytes) })
    : say("trash:usedOf", { ...values, quota: formatBytes(quotaBytes) });
}
