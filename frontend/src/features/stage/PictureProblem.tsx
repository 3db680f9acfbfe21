/** Says why there is no picture, or no newer one, and what can be done. */
import { useLocation } from "wouter";
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { Button } from "../../ui/Button";
import { problemWords } from "../../words/problems";
import { say } from "../../words/words";
import styles from "./Picture.module.css";

export function PictureProblem() {
  const workspace = useWorkspace();
  const [, navigate] = useLocation();
  const problem = useStage((stage) => stage.playerProblem);
  if (problem === null) return null;
  return (
    <div className={styles.problem} role="alert" onPointerDown={(event) => event.stopPropagation()}>
      <p className={styles.problemTitle}>{say("stage:problem")}</p>
      <p>{problemWords(problem)}</p>
      <div className={styles.ways}>
        <Button tone="primary" onClick={() => workspace.reopenPlayer()}>
          {say("stage:tryAgain")}
        </Button>
        <Button onClick={() => navigate("/")}>{say("stage:clips")}</Button>
      </div>
    </div>
  );
}
