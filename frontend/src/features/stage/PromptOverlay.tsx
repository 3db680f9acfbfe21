/** The selected object's points and box on the frame that is shown. Points are pressed with the pointer through the tool, or with the keyboard here. */
import { Minus, Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Box, Prompt } from "../../domain/session";
import type { Placement } from "../../geometry/placement";
import { useWorkspace } from "../../state/services";
import { classes } from "../../ui/classes";
import { inkOn } from "../../ui/ink";
import styles from "./Picture.module.css";

interface PromptOverlayProps {
  readonly placement: Placement;
  readonly prompt: Prompt | null;
  readonly pending: boolean;
  readonly colour: string;
  /** The box that is being drawn. */
  readonly drawing: Box | null;
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
  const { placement, prompt, pending, colour, drawing, children } = props;
  return (
    <div className={styles.overlay} style={{ ...placement }}>
      {drawing !== null && (
        <div className={classes(styles.box, styles.drawing)} style={boxStyle(drawing, colour)} />
      )}
      {prompt !== null && <BoxMark prompt={prompt} colour={colour} />}
      {prompt !== null && <Points prompt={prompt} pending={pending} colour={colour} />}
      {children}
    </div>
  );
}

function BoxMark({ prompt, colour }: { readonly prompt: Prompt; readonly colour: string }) {
  const { prompting } = useWorkspace();
  if (prompt.box === null) return null;
  return (
    <div className={styles.box} style={boxStyle(prompt.box, colour)}>
      <button
        type="button"
        className={styles.removeBox}
        aria-label="Remove box"
        onPointerDown={(event) => event.stopPropagation()}
        onClick={() => void prompting.clear(prompt.objectId, prompt.frameIndex)}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

function Points({
  prompt,
  pending,
  colour,
}: {
  readonly prompt: Prompt;
  readonly pending: boolean;
  readonly colour: string;
}) {
  const { prompting } = useWorkspace();
  const last = prompt.points.length - 1;
  return prompt.points.map(({ x, y, label }, position) => {
    const adds = label === 1;
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
          left: percent(x),
          top: percent(y),
          ...(adds && { background: colour, color: inkOn(colour) }),
        }}
        aria-label={`Remove ${adds ? "plus" : "minus"} point ${position + 1}`}
        onClick={() => void prompting.removePoint(prompt.objectId, prompt.frameIndex, position)}
      >
        {adds ? <Plus size={12} strokeWidth={3} /> : <Minus size={12} strokeWidth={3} />}
      </button>
    );
  });
}
