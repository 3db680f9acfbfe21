/** Frame numbers above the filmstrip, and the In and the Out point on them. */
import { type KeyboardEvent, memo, type PointerEvent } from "react";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { classes } from "../../ui/classes";
import { say } from "../../words/words";
import { shareOf, ticksOf } from "./scale";
import styles from "./Timeline.module.css";
import { frameUnder, useScrub } from "./useScrub";
import { useView } from "./useView";
import { useWidth } from "./useWidth";

/** Numbers nearer to each other would be a grey band. */
const APART = 72;
/** A number here would be cut off by the end. */
const EDGE = 32;

export function Ruler() {
  const { element, width } = useWidth(APART);
  return (
    <div ref={element} className={styles.ruler} {...useScrub()}>
      <Ticks width={width} />
      <RangeBar />
      <Point end="in" />
      <Point end="out" />
    </div>
  );
}

const Ticks = memo(function Ticks({ width }: { readonly width: number }) {
  const view = useView();
  const shown = ticksOf(view, width, APART).filter((frame) => shareOf(frame, view) * width < width - EDGE);
  return shown.map((frame) => (
    <span
      key={frame}
      className={styles.tick}
      style={{ left: `${shareOf(frame, view) * 100}%` }}
      aria-hidden="true"
    >
      {frame}
    </span>
  ));
});

/** What lies between the two points. */
function RangeBar() {
  const view = useView();
  const count = useSession((session) => session.video.frameCount);
  const rangeIn = useStage((stage) => stage.rangeIn);
  const rangeOut = useStage((stage) => stage.rangeOut);
  if (rangeIn === null && rangeOut === null) return null;
  const from = Math.max(0, shareOf((rangeIn ?? 0) - 0.5, view));
  const to = Math.min(1, shareOf((rangeOut ?? count - 1) + 0.5, view));
  if (to <= from) return null;
  return (
    <span
      className={styles.range}
      style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
      aria-hidden="true"
    />
  );
}

/** A handle: drag it, or move it with the arrows; Delete takes it away. */
function Point({ end }: { readonly end: "in" | "out" }) {
  const workspace = useWorkspace();
  const { range, stage } = workspace;
  const view = useView();
  const count = useSession((session) => session.video.frameCount);
  const frame = useStage((state) => (end === "in" ? state.rangeIn : state.rangeOut));
  const set = (to: number) => (end === "in" ? range.setIn(to) : range.setOut(to));
  if (frame === null) return null;
  const share = shareOf(end === "in" ? frame - 0.5 : frame + 0.5, view);
  if (share < 0 || share > 1) return null;
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 }[event.key];
    if (step !== undefined) set(frame + step);
    else if (event.key === "Delete" || event.key === "Backspace")
      stage.setState(end === "in" ? { rangeIn: null } : { rangeOut: null });
    else return;
    event.preventDefault();
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    const ruler = event.currentTarget.parentElement;
    const held = event.currentTarget.hasPointerCapture(event.pointerId);
    if (held && ruler !== null) set(frameUnder(workspace, ruler, event.clientX));
    event.stopPropagation();
  };
  return (
    <span
      className={classes(styles.point, end === "in" ? styles.pointIn : styles.pointOut)}
      style={{ left: `${share * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label={say(end === "in" ? "timeline:in_point" : "timeline:out_point")}
      title={say(end === "in" ? "timeline:in_at" : "timeline:out_at", { frame })}
      aria-valuemin={0}
      aria-valuemax={count - 1}
      aria-valuenow={frame}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.stopPropagation();
      }}
      onPointerMove={drag}
    />
  );
}
