/** Every engine: what it is for, what it needs, why it cannot run, and the way to its checkpoint. */
import { RotateCw } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import { isComing } from "../../domain/checkpoint";
import type { Engine } from "../../domain/server";
import { useServices } from "../../state/services";
import { Button } from "../../ui/Button";
import { Panel } from "../../ui/Panel";
import { say } from "../../words/words";
import { EngineEntry } from "./EngineEntry";
import styles from "./Engines.module.css";

interface EnginesPanelProps {
  readonly engines: readonly Engine[];
  readonly open: boolean;
  onClose(): void;
}

/** Names the sentence that says why other downloads wait. */
const WAITING_ID = "one-download-at-a-time";

export function EnginesPanel({ engines, open, onClose }: EnginesPanelProps) {
  const { checkpoints } = useServices();
  const problem = useStore(checkpoints.store, (state) => state.problem);
  const coming = engines.find(({ checkpoint }) => checkpoint !== null && isComing(checkpoint));
  return (
    <Panel
      open={open}
      title={say("gallery:engines")}
      text={say("gallery:enginesText")}
      foot={<ByHand />}
      onClose={onClose}
    >
      {problem !== null && (
        <p className={styles.trouble} role="alert">
          {problem}
        </p>
      )}
      {coming !== undefined && (
        <p className={styles.waiting} id={WAITING_ID}>
          {say("gallery:downloadWaits", { name: coming.title })}
        </p>
      )}
      <ul className={styles.entries}>
        {engines.map((engine) => (
          <EngineEntry
            key={engine.name}
            engine={engine}
            {...(coming !== undefined && coming !== engine && { waitsFor: WAITING_ID })}
            onChosen={onClose}
          />
        ))}
      </ul>
    </Panel>
  );
}

function ByHand() {
  const { gallery } = useServices();
  const [looking, setLooking] = useState(false);
  const look = async () => {
    setLooking(true);
    await gallery.refreshServer();
    setLooking(false);
  };
  return (
    <>
      <span>{say("gallery:checkpointCopied")}</span>
      <Button size="small" icon={<RotateCw size={14} aria-hidden="true" />} onClick={() => void look()}>
        {looking ? say("gallery:looking") : say("gallery:lookAgain")}
      </Button>
    </>
  );
}
