/** Sets the In and the Out point on the frame that is shown. */
import { ArrowLeftFromLine, ArrowRightFromLine, X } from "lucide-react";
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { IconButton } from "../../ui/Button";
import { say } from "../../words/words";
import styles from "./Timeline.module.css";

export function RangeButtons() {
  const { range } = useWorkspace();
  const rangeIn = useStage((stage) => stage.rangeIn);
  const rangeOut = useStage((stage) => stage.rangeOut);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset draws and lays out as a form
    <div className={styles.buttons} role="group" aria-label={say("timeline:range")}>
      <IconButton
        label={say("timeline:set_in")}
        shortcut="I"
        pressed={rangeIn !== null}
        icon={<ArrowRightFromLine size={16} />}
        onClick={() => range.setIn()}
      />
      <IconButton
        label={say("timeline:set_out")}
        shortcut="Shift+I"
        pressed={rangeOut !== null}
        icon={<ArrowLeftFromLine size={16} />}
        onClick={() => range.setOut()}
      />
      {(rangeIn !== null || rangeOut !== null) && (
        <IconButton
          label={say("timeline:clear_range")}
          icon={<X size={16} />}
          onClick={() => range.clear()}
        />
      )}
    </div>
  );
}
