/** The selected object's points and box on the frame that is shown. Points are pressed with the pointer through the tool, or with the keyboard here. */
import { Minus, Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Box, Prompt } from "../../domain/session";
import type { Placement } from "../../geometry/placement";
import { useMayEdit } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { classes } from "../../ui/classes";
import { inkOn } from "../../ui/ink";
import { say } from "../../words/words";
import styles from "./Picture.module.css";
import { cornersOf } from "./tools/boxTool";
import type { MovedPoint } from "./tools/tool";

interface PromptOverlayProps {
  readonly placement: Placement;
  readonly prompt: Prompt | null;
  readonly pending: boolean;
  readonly colour: string;
  /** The box that is being drawn or changed. */
  readonly drawing: Box | null;
  /** The point that is being moved. */
  readonly moving: MovedPoint | null;
  /** The box can be taken by its corners. */
  readonly showsCorners: boolean;
  readonly children?: ReactNode;
}

const percent = (share: number): string => `${share * 100}%`;

const boxStyle = ({ x0, y0, x1, y1 }: Box, colour: string) => ({
  left: percent(x0),
  top: percent(y0),
  width: percent(x1 - x0),
  height: percent(y1 - y0),
  borderColor: colour,
});

export function PromptOverlay(props: PromptOverlayProps) {
  const { placement, prompt, pending, colour, drawing, moving, showsCorners, children } = props;
  const box = drawing ?? prompt?.box ?? null;
  return (
    <div className={styles.overlay} style={{ ...placement }}>
      {drawing !== null && (
        <div className={classes(styles.box, styles.drawing)} style={boxStyle(drawing, colour)} />
      )}
      {prompt !== null && drawing === null && <BoxMark prompt={prompt} colour={colour} />}
      {showsCorners && prompt?.box != null && box !== null && <Corners box={box} colour={colour} />}
      {prompt !== null && <Points prompt={prompt} pending={pending} colour={colour} moving={moving} />}
      {children}
    </div>
  );
}

function Corners({ box, colour }: { readonly box: Box; readonly colour: string }) {
  return cornersOf(box).map(({ x, y }, place) => (
    <div
      // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its place
      key={place}
      className={styles.corner}
      style={{ left: percent(x), top: percent(y), borderColor: colour }}
    />
  ));
}

function BoxMark({ prompt, colour }: { readonly prompt: Prompt; readonly colour: string }) {
  const { prompting } = useWorkspace();
  const mayEdit = useMayEdit();
  if (prompt.box === null) return null;
  return (
    <div className={styles.box} style={boxStyle(prompt.box, colour)}>
      {mayEdit && (
        <button
          type="button"
          className={styles.removeBox}
          aria-label={say("stage:removeBox")}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={() => void prompting.clear(prompt.objectId, prompt.frameIndex)}
        >
          <X size={14} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}

interface PointsProps {
  readonly prompt: Prompt;
  readonly pending: boolean;
  readonly colour: string;
  readonly moving: MovedPoint | null;
}

function Points({ prompt, pending, colour, moving }: PointsProps) {
  const { prompting } = useWorkspace();
  const mayEdit = useMayEdit();
  const last = prompt.points.length - 1;
  return prompt.points.map(({ x, y, label }, position) => {
    const adds = label === 1;
    const at = moving?.position === position ? moving : { x, y };
    return (
      <button
        type="button"
        key={`${x} ${y} ${label}`}
        className={classes(
          styles.point,
          !adds && styles.away,
          pending && position === last && styles.pending,
        )}
        style={{
          left: percent(at.x),
          top: percent(at.y),
          ...(adds && { background: colour, color: inkOn(colour) }),
        }}
        disabled={!mayEdit}
        aria-label={say(adds ? "stage:removePlus" : "stage:removeMinus", { number: position + 1 })}
        onClick={() => void prompting.removePoint(prompt.objectId, prompt.frameIndex, position)}
      >
        {adds ? <Plus size={12} strokeWidth={3} /> : <Minus size={12} strokeWidth={3} />}
      </button>
    );
  });
}
