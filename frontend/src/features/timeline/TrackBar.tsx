/** Starts tracking from the frame that is shown, and shows how far it is. */
import { ArrowLeft, ArrowLeftRight, ArrowRight, Square } from "lucide-react";
import { isActive, type Job } from "../../domain/session";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { Button } from "../../ui/Button";
import { formatRemaining } from "../../ui/format";
import { Progress } from "../../ui/Progress";
import styles from "./Timeline.module.css";

export function TrackBar() {
  const { commands } = useWorkspace();
  const job = useSession((session) => session.propagation);
  const canTrack = useSession((session) => session.prompts.length > 0);
  const isFirst = useStage((stage) => stage.frame === 0);
  if (isActive(job)) return <Running job={job} />;
  const next = canTrack && job === null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset draws and lays out as a form
    <div className={styles.track} role="group" aria-label="Track from this frame">
      <span className={styles.faint}>Track</span>
      <Button
        disabled={!canTrack || isFirst}
        icon={<ArrowLeft size={16} />}
        aria-label="Track backward"
        title="Key Shift+T"
        onClick={() => void commands.track("BACKWARD")}
      >
        Backward
      </Button>
      <Button
        disabled={!canTrack}
        icon={<ArrowLeftRight size={16} />}
        aria-label="Track both ways"
        title="Key Ctrl+B"
        onClick={() => void commands.track("BOTH")}
      >
        Both
      </Button>
      <Button
        disabled={!canTrack}
        tone={next ? "primary" : "plain"}
        icon={<ArrowRight size={16} />}
        aria-label="Track forward"
        title="Key T"
        onClick={() => void commands.track("FORWARD")}
      >
        Forward
      </Button>
    </div>
  );
}

/** "34 of 120 · 6.2 fps · 14 s left" */
export function progressWords({ state, done, total, rate }: Job): string {
  if (state === "QUEUED") return "Waiting for the engine…";
  const words = [`${done} of ${total}`];
  if (rate !== null && rate > 0) {
    words.push(`${rate.toFixed(1)} fps`, `${formatRemaining((total - done) / rate)} left`);
  }
  return words.join(" · ");
}

function Running({ job }: { readonly job: Job }) {
  const { commands } = useWorkspace();
  return (
    <div className={styles.track}>
      <div className={styles.running} role="status" aria-label="Tracking progress">
        <span>Tracking {progressWords(job)}</span>
        <Progress label="Tracking" done={job.done} total={job.total} />
      </div>
      <Button
        icon={<Square size={12} fill="currentColor" />}
        aria-label="Cancel tracking"
        title="Stops here and keeps what is done"
        onClick={() => void commands.cancelTracking()}
      >
        Cancel
      </Button>
    </div>
  );
}
