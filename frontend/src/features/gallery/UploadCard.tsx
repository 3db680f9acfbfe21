/** One upload on its way: what is sent, what is prepared, what went wrong and what can be done. */

import { useServices } from "../../state/services";
import type { UploadItem } from "../../state/uploadState";
import { Button } from "../../ui/Button";
import { Progress } from "../../ui/Progress";
import { formatBytes } from "../../words/numbers";
import { say } from "../../words/words";
import styles from "./cards.module.css";
import { RangeChooser } from "./RangeChooser";

export function UploadCard({ item }: { readonly item: UploadItem }) {
  const { uploads } = useServices();
  const name = item.fileName || say("gallery:upload");
  return (
    <li className={styles.card} aria-label={say("gallery:uploadOf", { name })}>
      <div className={styles.upload}>
        <span className={styles.title} title={name}>
          {name}
        </span>
        <Steps item={item} />
        {item.phase === "needs-range" && <RangeChooser item={item} />}
        <div className={styles.actions}>
          {item.phase === "failed" && item.canRetry && (
            <Button tone="primary" onClick={() => uploads.retry(item.uploadId)}>
              {say("gallery:tryAgain")}
            </Button>
          )}
          {item.phase !== "preparing" && (
            <Button onClick={() => uploads.dismiss(item.uploadId)}>
              {item.phase === "failed" ? say("gallery:dismiss") : say("gallery:cancelUpload")}
            </Button>
          )}
        </div>
      </div>
    </li>
  );
}

function Steps({ item }: { readonly item: UploadItem }) {
  if (item.phase === "waiting") return <span className={styles.meta}>{say("gallery:waiting")}</span>;
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
          {item.totalBytes > 0
            ? say("gallery:sendingBytesOf", {
                sent: formatBytes(item.sentBytes),
                total: formatBytes(item.totalBytes),
              })
            : say("gallery:sendingBytes", { sent: formatBytes(item.sentBytes) })}
        </span>
        <Progress label={say("gallery:sending")} done={item.sentBytes} total={item.totalBytes} />
      </>
    );
  }
  if (item.phase === "preparing") {
    return (
      <>
        <span className={styles.meta}>{preparingWords(item)}</span>
        <Progress label={say("gallery:preparing")} done={item.preparedFrames} total={item.totalFrames} />
      </>
    );
  }
  return null;
}

function preparingWords({ preparedFrames: frame, totalFrames: total }: UploadItem): string {
  if (frame === 0) return say("gallery:preparingSoon");
  return total > 0
    ? say("gallery:preparingFrameOf", { frame, total })
    : say("gallery:preparingFrame", { frame });
}
