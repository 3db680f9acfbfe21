/** A session file on its way: how far it is, or why it was refused. */
import { useServices } from "../../state/services";
import type { OpeningFile } from "../../state/sessionFiles";
import { Button } from "../../ui/Button";
import { Progress } from "../../ui/Progress";
import { say } from "../../words/words";
import styles from "./cards.module.css";

export function OpeningCard({ file }: { readonly file: OpeningFile }) {
  const { gallery } = useServices();
  const { id, fileName: name, sentBytes, totalBytes, problem } = file;
  const isSent = sentBytes >= totalBytes;
  return (
    <li className={styles.card} aria-label={say("gallery:openingOf", { name })}>
      <div className={styles.upload}>
        <span className={styles.title} title={name}>
          {name}
        </span>
        {problem === null ? (
          <>
            <span className={styles.meta}>
              {isSent ? say("gallery:openingFile") : say("gallery:sending")}
            </span>
            <Progress label={say("gallery:sending")} done={sentBytes} total={isSent ? 0 : totalBytes} />
          </>
        ) : (
          <span className={styles.problem} role="alert">
            {problem}
          </span>
        )}
        <div className={styles.actions}>
          <Button onClick={() => gallery.files.dismiss(id)}>
            {problem === null ? say("gallery:cancel") : say("gallery:dismiss")}
          </Button>
        </div>
      </div>
    </li>
  );
}
