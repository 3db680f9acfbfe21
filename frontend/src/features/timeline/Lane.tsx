/** One object through time: where it has masks, and where it was prompted. */
import { memo, useRef } from "react";
import type { FrameIndex } from "../../domain/clip";
import type { TrackedObject } from "../../domain/session";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { useScrolledTo } from "../../ui/useScrolledTo";
import { runsPath, shareOf } from "./scale";
import styles from "./Timeline.module.css";
import { useScrub } from "./useScrub";

export const Lane = memo(function Lane({ object }: { readonly object: TrackedObject }) {
  const { objectId, name, colour } = object;
  const workspace = useWorkspace();
  const selected = useStage((stage) => stage.selected === objectId);
  const row = useRef<HTMLLIElement>(null);
  useScrolledTo(row, selected);
  return (
    <li ref={row} className={styles.lane}>
      <button
        type="button"
        className={styles.name}
        aria-pressed={selected}
        title={name}
        onClick={() => workspace.stage.setState({ selected: objectId, panel: "objects" })}
      >
        <span className={styles.swatch} style={{ background: colour }} aria-hidden="true" />
        <span>{name}</span>
      </button>
      <div className={styles.rail} {...useScrub()}>
        <RunsPicture object={object} />
        <Marks object={object} />
      </div>
    </li>
  );
});

function RunsPicture({ object }: { readonly object: TrackedObject }) {
  const count = useSession((session) => session.video.frameCount);
  const runs = useSession((session) => session.runs.get(object.objectId)) ?? [];
  return (
    <svg viewBox={`0 0 ${count} 1`} preserveAspectRatio="none" aria-hidden="true">
      <path d={runsPath(runs)} fill={object.colour} fillOpacity={0.75} />
    </svg>
  );
}

function Marks({ object }: { readonly object: TrackedObject }) {
  const workspace = useWorkspace();
  const count = useSession((session) => session.video.frameCount);
  const prompts = useSession((session) => session.prompts);
  const jump = (frame: FrameIndex) => {
    workspace.stage.setState({ selected: object.objectId });
    workspace.seek(frame);
  };
  return prompts
    .filter(({ objectId }) => objectId === object.objectId)
    .map(({ frameIndex }) => (
      <button
        type="button"
        key={frameIndex}
        className={styles.mark}
        style={{ left: `${shareOf(frameIndex, count) * 100}%` }}
        aria-label={`${object.name} prompted on frame ${frameIndex}`}
        title={`Prompt on frame ${frameIndex}`}
        onPointerDown={(event) => event.stopPropagation()}
        onClick={() => jump(frameIndex)}
      />
    ));
}
