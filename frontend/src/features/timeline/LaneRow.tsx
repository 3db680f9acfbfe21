/** One object's row: its name chooses it, a press along it goes to the frame there, and its lane is said in words. */
import { Lock } from "lucide-react";
import { memo, type PointerEvent, useRef } from "react";
import type { TrackedObject } from "../../domain/session";
import { countFrames } from "../../state/runs";
import { useCalm, useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { wholeOf } from "../../state/view";
import { useScrolledTo } from "../../ui/useScrolledTo";
import { say } from "../../words/words";
import { promptAt } from "./lane_shapes";
import styles from "./Timeline.module.css";
import { useScrub } from "./useScrub";

/** Tracking changes the count thirty times a second; who reads it need not hear each. */
const CALM_MS = 1000;

export const LaneRow = memo(function LaneRow({ object }: { readonly object: TrackedObject }) {
  const { objectId, name, colour, locked } = object;
  const { stage } = useWorkspace();
  const selected = useStage((state) => state.selected === objectId);
  const row = useRef<HTMLLIElement>(null);
  useScrolledTo(row, selected);
  return (
    <li ref={row} className={styles.lane}>
      <button
        type="button"
        className={styles.name}
        aria-pressed={selected}
        title={name}
        onClick={() => stage.setState({ selected: objectId, panel: "objects" })}
      >
        <span className={styles.swatch} style={{ background: colour }} aria-hidden="true" />
        <span className={styles.nameText}>{name}</span>
        {locked && <Lock size={12} aria-label={say("timeline:locked")} />}
      </button>
      <Rail object={object} />
    </li>
  );
});

function Rail({ object }: { readonly object: TrackedObject }) {
  const workspace = useWorkspace();
  const scrub = useScrub();
  const press = (event: PointerEvent<HTMLElement>) => {
    const { session } = workspace.server.getState();
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const frames = (session?.prompts ?? []).flatMap((prompt) =>
      prompt.objectId === object.objectId ? [prompt.frameIndex] : [],
    );
    const view = workspace.stage.getState().view ?? wholeOf(session?.video.frameCount ?? 1);
    const prompted = promptAt(event.clientX - left, frames, view, width);
    if (prompted === null || event.button !== 0) scrub.onPointerDown(event);
    else workspace.review.goTo({ objectId: object.objectId, frame: prompted });
  };
  return (
    <div className={styles.rail} {...scrub} onPointerDown={press}>
      <LaneWords object={object} />
    </div>
  );
}

/** The lane for those who do not see it. */
function LaneWords({ object }: { readonly object: TrackedObject }) {
  const masks = useCalm(
    useSession((session) => session.runs.get(object.objectId)),
    CALM_MS,
  );
  const prompts = useSession(
    (session) => session.prompts.filter(({ objectId }) => objectId === object.objectId).length,
  );
  const words = [
    say("timeline:lane_masks", { count: countFrames(masks ?? []) }),
    say("timeline:lane_prompts", { count: prompts }),
    object.accepted.length > 0 && say("timeline:lane_accepted", { count: countFrames(object.accepted) }),
    object.absent.length > 0 && say("timeline:lane_absent", { count: countFrames(object.absent) }),
  ];
  return <span className={styles.heard}>{words.filter(Boolean).join(", ")}</span>;
}
