/** Says what to do next, with a button where one does it. */
import { useShallow } from "zustand/react/shallow";
import { nextHint } from "../../state/hint";
import { useSession, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { Button } from "../../ui/Button";
import { say } from "../../words/words";
import styles from "./HintLine.module.css";

export function HintLine() {
  const { stage, commands } = useWorkspace();
  const session = useSession((whole) => whole);
  const seen = useStage(
    useShallow(({ decoder, playerProblem, tool, sign, selected, pending, corrected, candidates }) => ({
      decoder,
      playerProblem,
      tool,
      sign,
      selected,
      pending,
      corrected,
      candidates,
    })),
  );
  const hint = nextHint(session, seen);
  return (
    <div className={styles.line} role="status" aria-label={say("stage:nextStep")}>
      <span className={styles.text} title={hint.text}>
        {hint.text}
      </span>
      {hint.action === "track-again" && (
        <Button size="small" tone="primary" onClick={() => void commands.trackAgain()}>
          {say("stage:trackAgain")}
        </Button>
      )}
      {hint.action === "export" && (
        <Button size="small" onClick={() => stage.setState({ panel: "export" })}>
          {say("stage:export")}
        </Button>
      )}
    </div>
  );
}
