/** One upload on its way: what is sent, what is prepared, what went wrong and what can be done. */

import { useServices } from "../../state/services";
import type { UploadItem } from "../../state/uploadState";
import { Button } from "../../ui/Button";
import { Progress } from "../../ui/Progress";
import { formatBytes } from "../../words/numbers";
import styles from "./cards.module.css";
import { RangeChooser } from "./RangeChooser";

export function UploadCard({ item }: { readonly item: UploadItem }) {
  const { uploads } = useServices();
  const name = item.fileName || "Upload";
  return (
    <li className={styles.card} aria-label={`Upload of ${name}`}>
      <div className={styles.upload}>
        <span className={styles.title} title={name}>
          {name}
        </span>
        <Steps item={item} />
        {item.phase === "needs-range" && <RangeChooser item={item} />}
        <div className={styles.actions}>
          {item.phase === "failed" && item.canRetry && (
            <Button tone="primary" onClick={() => uploads.retry(item.uploadId)}>
              Try again
            </Button>
          )}
          {item.phase !== "preparing" && (
            <Button onClick={() => uploads.dismiss(item.uploadId)}>
              {item.phase === "failed" ? "Dismiss" : "Cancel upload"}
            </Button>
          )}
        </div>
      </div>
    </li>
  );
}

function Steps({ item }: { readonly item: UploadItem }) {
  if (item.phase === "waiting") return <span className={styles.meta}>Waiting for its turn…</span>;
  if (item.phase === "failed") {
    return (
      <span className={styles.problem} role="alert">
        {item.problem}
      </span>
    );
  }
  if (item.phase === "sending") {
    return (
      <>
        <span className={styles.meta}>
          Sending {formatBytes(item.sentBytes)}
          {item.totalBytes > 0 && ` of ${formatBytes(item.totalBytes)}`}
        </span>
        <Progress label="Sending" done={item.sentBytes} total={item.totalBytes} />
      </>
    );
  }
  if (item.phase === "preparing") {
    const total = item.totalFrames > 0 ? ` of ${item.totalFrames}` : "";
    return (
      <>
        <span className={styles.meta}>
          {item.preparedFrames > 0 ? `Preparing frame ${item.preparedFrames}${total}` : "Preparing…"}
        </span>
        <Progress label="Preparing" done={item.preparedFrames} total={item.totalFrames} />
      </>
    );
  }
  return null;
}
