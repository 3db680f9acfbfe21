/** The clip at a glance, and the handle on it: a slider over frames. */
import { type KeyboardEvent, memo, type RefObject } from "react";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { formatFrameTime } from "../../ui/format";
import { say } from "../../words/words";
import { tilesShown } from "./scale";
import styles from "./Timeline.module.css";
import { useScrub } from "./useScrub";
import { useView } from "./useView";

const HEIGHT = 44;

const Tiles = memo(function Tiles({ width }: { readonly width: number }) {
  const video = useSession((session) => session.video);
  const view = useView();
  const tileWidth = (HEIGHT * video.width) / video.height;
  const slots = Math.max(1, Math.round(width / tileWidth));
  const { filmstripTiles: tiles } = video;
  return tilesShown(slots, tiles, view, video.frameCount).map((tile, slot) => (
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
});

interface FilmstripProps {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly width: number;
}

export function Filmstrip({ element, width }: FilmstripProps) {
  const workspace = useWorkspace();
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
      aria-label={say("timeline:frame")}
      aria-valuemin={0}
      aria-valuemax={video.frameCount - 1}
      aria-valuenow={frame}
      aria-valuetext={say("timeline:frame_at", { frame, time: formatFrameTime(frame, video.frameRate) })}
      onKeyDown={press}
      {...useScrub()}
    >
      <Tiles width={width} />
    </div>
  );
}
