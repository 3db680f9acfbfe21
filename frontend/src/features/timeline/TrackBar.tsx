/** Starts tracking from the frame that is shown, and shows how far it is. */
import { ArrowLeft, ArrowLeftRight, ArrowRight, Square } from "lucide-react";
import { useStore } from "zustand";
import { type ActiveJob, type Direction, isActive, type Job } from "../../domain/session";
import { useRefusal } from "../../state/actions/useRefusal";
import { useKeyOf } from "../../state/keys/useKeyOf";
import { useSession, useStage } from "../../state/selectors";
import { useServices, useWorkspace } from "../../state/services";
import { Button } from "../../ui/Button";
import { formatRemaining } from "../../ui/format";
import { Group } from "../../ui/Group";
import { Progress } from "../../ui/Progress";
import { formatNumber } from "../../words/numbers";
import { say } from "../../words/words";
import styles from "./Timeline.module.css";
import { TrackMenu } from "./TrackMenu";

export function TrackBar() {
  const job = useSession((session) => session.propagation);
  return isActive(job) ? <Running job={job} /> : <Ways tracked={job !== null} />;
}

function Ways({ tracked }: { readonly tracked: boolean }) {
  const refusal = useRefusal("trackForward");
  const canTrack = useSession((session) => session.prompts.length > 0) && refusal === "";
  const isFirst = useStage((stage) => stage.frame === 0);
  return (
    <Group className={styles.track} label={say("timeline:track_from_here")}>
      <Scope />
      <Way direction="BACKWARD" disabled={!canTrack || isFirst} />
      <Way direction="BOTH" disabled={!canTrack} />
      <Way direction="FORWARD" disabled={!canTrack} next={canTrack && !tracked} />
      <TrackMenu disabled={!canTrack} />
    </Group>
  );
}

/** "Track", or "Track Koi" where only the selected object is taken. */
function Scope() {
  const { preferences } = useServices();
  const onlySelected = useStore(preferences, ({ trackScope }) => trackScope === "selected");
  const selected = useStage((stage) => stage.selected);
  const name = useSession(({ objects }) => objects.find(({ objectId }) => objectId === selected)?.name);
  return (
    <span className={styles.scope}>
      {onlySelected && name !== undefined ? say("timeline:track_only", { name }) : say("timeline:track")}
    </span>
  );
}

const ways = {
  BACKWARD: {
    word: "timeline:backward",
    label: "timeline:track_backward",
    id: "trackBackward",
    icon: <ArrowLeft size={16} />,
  },
  BOTH: {
    word: "timeline:both",
    label: "timeline:track_both",
    id: "trackBothWays",
    icon: <ArrowLeftRight size={16} />,
  },
  FORWARD: {
    word: "timeline:forward",
    label: "timeline:track_forward",
    id: "trackForward",
    icon: <ArrowRight size={16} />,
  },
} as const;

interface WayProps {
  readonly direction: Direction;
  readonly disabled: boolean;
  readonly next?: boolean;
}

/** Pointed at, it shows in the lanes what it would change. */
function Way({ direction, disabled, next = false }: WayProps) {
  const { commands, stage } = useWorkspace();
  const { word, label, id, icon } = ways[direction];
  const keys = useKeyOf(id);
  const refusal = useRefusal(id);
  const preview = (previewed: Direction | null) => () => stage.setState({ previewed });
  return (
    <Button
      disabled={disabled}
      refusal={refusal}
      tone={next ? "primary" : "plain"}
      icon={icon}
      aria-label={say(label)}
      title={keys && say("timeline:key", { keys })}
      onClick={() => void commands.track(direction)}
      onPointerEnter={preview(direction)}
      onPointerLeave={preview(null)}
      onFocus={preview(direction)}
      onBlur={preview(null)}
    >
      {say(word)}
    </Button>
  );
}

/** "34 of 120 · 6.2 fps · 14 s left" */
export function progressWords({ state, done, total, rate }: Job): string {
  if (state === "QUEUED") return say("timeline:waiting");
  const words = [say("timeline:done_of", { done, total })];
  if (rate !== null && rate > 0) {
    const left = formatRemaining((total - done) / rate);
    words.push(say("timeline:rate", { rate: formatNumber(rate, 1, true) }), say("timeline:left", { left }));
  }
  return words.join(" · ");
}

function Running({ job }: { readonly job: ActiveJob }) {
  const { commands } = useWorkspace();
  const refusal = useRefusal("trackForward");
  return (
    <div className={styles.track}>
      <div className={styles.running} role="status" aria-label={say("timeline:progress")}>
        <span>{say("timeline:tracking_at", { progress: progressWords(job) })}</span>
        <Progress label={say("timeline:tracking")} done={job.done} total={job.total} />
      </div>
      <Button
        icon={<Square size={12} fill="currentColor" />}
        aria-label={say("timeline:cancel_tracking")}
        title={say("timeline:cancel_hint")}
        refusal={refusal}
        onClick={() => void commands.cancelTracking()}
      >
        {say("timeline:cancel")}
      </Button>
    </div>
  );
}
