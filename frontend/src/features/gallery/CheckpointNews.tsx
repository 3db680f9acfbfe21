/** What goes on or went wrong with an engine's checkpoint, else why the engine cannot run. */
import { useStore } from "zustand";
import { isComing } from "../../domain/checkpoint";
import type { Engine } from "../../domain/server";
import { useServices } from "../../state/services";
import { Progress } from "../../ui/Progress";
import { problemWords } from "../../words/problems";
import { say } from "../../words/words";
import { byHandWords, progressWords } from "./checkpointWords";
import styles from "./Engines.module.css";

export function CheckpointNews({ engine }: { readonly engine: Engine }) {
  const { checkpoint, reason } = engine;
  const { checkpoints } = useServices();
  const pace = useStore(checkpoints.store, (state) => state.pace);
  const refusal = useStore(checkpoints.store, (state) => state.refusals.get(checkpoint?.name ?? ""));
  if (checkpoint !== null && isComing(checkpoint)) {
    const isVerifying = checkpoint.state === "VERIFYING";
    return (
      <div className={styles.news}>
        <Progress
          label={say(isVerifying ? "gallery:verifyingName" : "gallery:downloading", {
            name: checkpoint.title,
          })}
          done={checkpoint.haveBytes}
          total={isVerifying ? 0 : checkpoint.totalBytes}
        />
        <p className={styles.facts}>
          {isVerifying
            ? say("gallery:verifyingAll")
            : progressWords(checkpoint, pace?.name === checkpoint.name ? pace : null)}
        </p>
      </div>
    );
  }
  const problem = refusal ?? (checkpoint?.problem ? problemWords(checkpoint.problem) : null);
  if (problem !== null) {
    const byHand = checkpoint && byHandWords(checkpoint);
    return (
      <div className={styles.news} role="alert">
        <p className={styles.problem}>{problem}</p>
        {byHand !== null && <p className={styles.facts}>{byHand}</p>}
      </div>
    );
  }
  return engine.available || reason === "" ? null : <p className={styles.reason}>{reason}</p>;
}
