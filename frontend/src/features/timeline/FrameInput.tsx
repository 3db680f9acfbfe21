/** The number of the frame that is shown; typing another and Enter goes there. */
import { useState } from "react";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { say } from "../../words/words";
import styles from "./Timeline.module.css";

export function FrameInput() {
  const workspace = useWorkspace();
  const frame = useStage((stage) => stage.frame);
  const count = useSession((session) => session.video.frameCount);
  const [draft, setDraft] = useState<string | null>(null);
  const go = () => {
    const target = Number.parseInt(draft ?? "", 10);
    if (Number.isFinite(target)) workspace.seek(target);
    setDraft(null);
  };
  return (
    <input
      className={styles.frameInput}
      aria-label={say("timeline:frame_number")}
      inputMode="numeric"
      title={say("timeline:frame_limits", { last: count - 1 })}
      value={draft ?? String(frame)}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value.replace(/\D/g, ""))}
      onBlur={() => setDraft(null)}
      onKeyDown={(event) => {
        if (event.key === "Enter") go();
        // Then keys mean the page again, so that the next one is no text.
        if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
