/** Says what to do next, with a button where one does it. */
import { useShallow } from "zustand/react/shallow";
import { nextHint } from "../../state/hint";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { Button } from "../../ui/Button";
import styles from "./HintLine.module.css";

export function HintLine() {
  const { stage, commands } = useWorkspace();
  const session = useSession((whole) => whole);
  const seen = useStage(
    useShallow(({ decoder, playerProblem, tool, selected, pending, corrected }) => ({
      decoder,
      playerProblem,
      tool,
      selected,
      pending,
      corrected,
    })),
  );
  const hint = nextHint(session, seen);
  return (
    <div className={styles.line} role="status" aria-label="Next step">
      <span className={styles.text} title={hint.text}>
        {hint.text}
      </span>
      {hint.action === "track-again" && (
        <Button size="small" tone="primary" onClick={() => void commands.trackAgain()}>
          Track again
        </Button>
      )}
      {hint.action === "export" && (
        <Button size="small" onClick={() => stage.setState({ panel: "export" })}>
          Go to export
        </Button>
      )}
    </div>
  );
}
