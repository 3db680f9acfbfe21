/** What the first click may mean, beside the click: pointing at one shows it in the picture, a click or its digit takes it. */
import { X } from "lucide-react";
import { useMemo } from "react";
import type { Rle } from "../../domain/mask";
import type { Placement } from "../../geometry/placement";
import { contourPath } from "../../masks/contour";
import { measure } from "../../masks/run_measures";
import { colourOf } from "../../state/objectColour";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import type { CandidateStrip as Offer } from "../../state/stageStore";
import { say } from "../../words/words";
import styles from "./Tools.module.css";

/** Of a thumbnail, in CSS pixels. */
const [WIDE, HIGH] = [88, 60];

export function CandidateStrip({ placement }: { readonly placement: Placement }) {
  const offer = useStage((stage) => stage.candidates);
  return offer === null ? null : <Strip offer={offer} placement={placement} />;
}

/** What a thumbnail shows of the clip: these masks with some room, in the thumbnail's shape. */
function viewOf(masks: readonly Rle[], clip: { readonly width: number; readonly height: number }): string {
  const boxes = masks.map(measure);
  const [x0, y0] = [Math.min(...boxes.map((box) => box.x0)), Math.min(...boxes.map((box) => box.y0))];
  const [x1, y1] = [Math.max(...boxes.map((box) => box.x1)), Math.max(...boxes.map((box) => box.y1))];
  const width = Math.min(
    clip.width,
    Math.max((x1 - x0 + 1) * 1.2, (((y1 - y0 + 1) * WIDE) / HIGH) * 1.2, 32),
  );
  const height = (width * HIGH) / WIDE;
  // Inside the clip where it fits.
  const start = (middle: number, length: number, whole: number) =>
    length > whole ? (whole - length) / 2 : Math.min(whole - length, Math.max(0, middle - length / 2));
  const left = start((x0 + x1 + 1) / 2, width, clip.width);
  return `${left} ${start((y0 + y1 + 1) / 2, height, clip.height)} ${width} ${height}`;
}

/** Beside the click, and inside the picture's area. */
function placed({ click, choices }: Offer, { left, top, width, height }: Placement) {
  const [across, down] = [choices.length * (WIDE + 8) + 40, HIGH + 16];
  const x = left + click.x * width;
  const beside = click.x > 0.5 ? x - across - 20 : x + 20;
  const within = (start: number, length: number) => `max(8px, min(${start}px, 100% - ${length + 8}px))`;
  return { left: within(beside, across), top: within(top + click.y * height - down / 2, down) };
}

function Strip({ offer, placement }: { readonly offer: Offer; readonly placement: Placement }) {
  const { candidates } = useWorkspace();
  const video = useSession((session) => session.video);
  const colour = useSession((session) => colourOf(session, offer.objectId));
  const { choices, frame } = offer;
  const views = useMemo(() => {
    const [own] = choices;
    return choices.map(({ rle }) => viewOf(own === undefined ? [rle] : [own.rle, rle], video));
  }, [choices, video]);
  return (
    <fieldset
      className={styles.strip}
      aria-label={say("stage:candidates")}
      style={placed(offer, placement)}
      onPointerDown={(event) => event.stopPropagation()}
      onPointerLeave={() => candidates.look(null)}
    >
      {choices.map(({ rle }, place) => (
        <button
          type="button"
          key={rle.counts}
          className={styles.candidate}
          aria-label={say("stage:candidate", { number: place + 1 })}
          aria-pressed={offer.looked === null ? place === 0 : offer.looked === place}
          onPointerEnter={() => candidates.look(place)}
          onFocus={() => candidates.look(place)}
          onClick={() => candidates.choose(place)}
        >
          <svg viewBox={views[place]} width={WIDE} height={HIGH} aria-hidden="true">
            <image
              href={video.frameUrl.replace("{frame}", String(frame))}
              width={video.width}
              height={video.height}
            />
            <MaskShape rle={rle} colour={colour} />
          </svg>
          <kbd className={styles.digit}>{place + 1}</kbd>
        </button>
      ))}
      <button
        type="button"
        className={styles.closeStrip}
        aria-label={say("stage:candidatesClose")}
        onClick={() => candidates.close()}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </fieldset>
  );
}

function MaskShape({ rle, colour }: { readonly rle: Rle; readonly colour: string }) {
  const path = useMemo(() => contourPath(rle), [rle]);
  return (
    <path
      d={path}
      fill={colour}
      fillOpacity={0.5}
      fillRule="evenodd"
      stroke={colour}
      strokeWidth={1.5}
      vectorEffect="non-scaling-stroke"
    />
  );
}
