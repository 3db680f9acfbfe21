/** Sets the In and the Out point on the frame that is shown. */
import { ArrowLeftFromLine, ArrowRightFromLine, X } from "lucide-react";
import { useKeyOf } from "../../state/keys/useKeyOf";
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { IconButton } from "../../ui/Button";
import { Group } from "../../ui/Group";
import { say } from "../../words/words";
import styles from "./Timeline.module.css";

export function RangeButtons() {
  const { range } = useWorkspace();
  const rangeIn = useStage((stage) => stage.rangeIn);
  const rangeOut = useStage((stage) => stage.rangeOut);
  const clearKey = useKeyOf("clearRange");
  return (
    <Group className={styles.buttons} label={say("timeline:range")}>
      <IconButton
        label={say("timeline:set_in")}
        shortcut={useKeyOf("setIn")}
        pressed={rangeIn !== null}
        icon={<ArrowRightFromLine size={16} />}
        onClick={() => range.setIn()}
      />
      <IconButton
        label={say("timeline:set_out")}
        shortcut={useKeyOf("setOut")}
        pressed={rangeOut !== null}
        icon={<ArrowLeftFromLine size={16} />}
        onClick={() => range.setOut()}
      />
      {(rangeIn !== null || rangeOut !== null) && (
        <IconButton
          label={say("timeline:clear_range")}
          shortcut={clearKey}
          icon={<X size={16} />}
          onClick={() => range.clear()}
        />
      )}
    </Group>
  );
}
