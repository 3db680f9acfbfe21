/** One engine of the list: facts, the state of its checkpoint, and the one thing that can be done about it. */
import type { Engine } from "../../domain/server";
import { aboutEngine, engineNeeds, engineTitle, paceWords } from "../../ui/engineWords";
import { say } from "../../words/words";
import { CheckpointNews } from "./CheckpointNews";
import { checkpointWords } from "./checkpointWords";
import { EngineAction } from "./EngineAction";
import styles from "./Engines.module.css";

interface EngineEntryProps {
  readonly engine: Engine;
  /** The element that says why its download must wait. */
  readonly waitsFor?: string;
  onChosen(): void;
}

export function EngineEntry({ engine, waitsFor, onChosen }: EngineEntryProps) {
  const title = engineTitle(engine);
  return (
    <li className={styles.entry} aria-label={title}>
      <div className={styles.words}>
        <h3 className={styles.name}>{title}</h3>
        <p className={styles.text}>{aboutEngine(engine)}</p>
        <p className={styles.facts}>{factsOf(engine)}</p>
      </div>
      <div className={styles.action}>
        <EngineAction engine={engine} {...(waitsFor && { waitsFor })} onChosen={onChosen} />
      </div>
      <CheckpointNews engine={engine} />
    </li>
  );
}

function factsOf(engine: Engine): string {
  const needed = neededWords(engine);
  return [paceWords(engine), needed].filter((words) => words !== "").join(" · ");
}

/** Before a download nobody but the engine knows how much is to come. */
function neededWords(engine: Engine): string {
  const { checkpoint } = engine;
  if (checkpoint === null) return engineNeeds(engine);
  if (checkpoint.state === "MISSING" && checkpoint.totalBytes === 0)
    return say("gallery:needs", { what: engineNeeds(engine) });
  return checkpointWords(checkpoint);
}
