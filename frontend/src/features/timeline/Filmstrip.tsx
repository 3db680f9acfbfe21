/** The clip at a glance, and the handle on it: a slider over frames. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { formatFrameTime } from "../../ui/format";
import { tilesShown } from "./scale";
import styles from "./Timeline.module.css";
import { useScrub } from "./useScrub";

const HEIGHT = 48;

function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(HEIGHT);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return { element, width };
}

function Tiles({ width }: { readonly width: number }) {
  const video = useSession((session) => session.video);
  const tileWidth = (HEIGHT * video.width) / video.height;
  const slots = Math.max(1, Math.round(width / tileWidth));
  const { filmstripTiles: tiles } = video;
  return tilesShown(slots, tiles).map((tile, slot) => (
    <div
      // biome-ignore lint/suspicious/noArrayIndexKey: a place has no other name
      key={slot}
      className={styles.tile}
      style={{
        backgroundImage: `url("${video.filmstripUrl}")`,
        backgroundSize: `${tiles * 100}% 100%`,
        backgroundPosition: `${tiles > 1 ? (tile / (tiles - 1)) * 100 : 0}% 0`,
      }}
    />
  ));
}

export function Filmstrip() {
  const workspace = useWorkspace();
  const { element, width } = useWidth();
  const video = useSession((session) => session.video);
  const frame = useStage((stage) => stage.frame);
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: frame - 1,
    ArrowRight: frame + 1,
    PageDown: frame - 10,
    PageUp: frame + 10,
    Home: 0,
    End: video.frameCount - 1,
  };
  const press = (event: KeyboardEvent) => {
    const target = steps[event.key];
    if (target === undefined || event.shiftKey) return;
    event.preventDefault();
    workspace.seek(target);
  };
  return (
    <div
      ref={element}
      className={styles.filmstrip}
      role="slider"
      tabIndex={0}
      aria-label="Frame"
      aria-valuemin={0}
      aria-valuemax={video.frameCount - 1}
      aria-valuenow={frame}
      aria-valuetext={`Frame ${frame}, ${formatFrameTime(frame, video.frameRate)}`}
      onKeyDown={press}
      {...useScrub()}
    >
      <Tiles width={width} />
    </div>
  );
}
