/** The one thing that can be done with an engine now: use it, or bring its checkpoint. Always the same button, so that the focus stays. */
import { Check, Download } from "lucide-react";
import type { MouseEvent, ReactNode } from "react";
import { useStore } from "zustand";
import type { Engine } from "../../domain/server";
import { useServices } from "../../state/services";
import { Button } from "../../ui/Button";
import { engineTitle } from "../../ui/engineWords";
import { Spinner } from "../../ui/Spinner";
import { say } from "../../words/words";
import { beginWords } from "./checkpointWords";
import styles from "./Engines.module.css";
import { useNewSessions } from "./useNewSessions";

interface EngineActionProps {
  readonly engine: Engine;
  /** The element that says why its download must wait; while there is one, none can be begun. */
  readonly waitsFor?: string;
  onChosen(): void;
}

export function EngineAction({ engine, waitsFor, onChosen }: EngineActionProps) {
  const chosen = useNewSessions().engine;
  const deed = useDeed(engine, onChosen);
  if (chosen?.name === engine.name) {
    return (
      <span className={styles.chosen}>
        <Check size={16} aria-hidden="true" /> {say("gallery:chosen")}
      </span>
    );
  }
  if (deed === null) return null;
  const { words, icon, act } = deed;
  const mustWait = waitsFor !== undefined && !engine.available;
  return (
    <Button
      aria-label={say("gallery:deed", { words, engine: engineTitle(engine) })}
      icon={icon}
      {...(act === null && { "aria-disabled": true })}
      {...(mustWait && { disabled: true, "aria-describedby": waitsFor })}
      onClick={({ detail: clicks }: MouseEvent) => {
        // The second press of a double click meant the button that was there before.
        if (clicks < 2) act?.();
      }}
    >
      {words}
    </Button>
  );
}

interface Deed {
  readonly words: string;
  readonly icon?: ReactNode;
  /** null: it only says what goes on. */
  readonly act: (() => void) | null;
}

function useDeed({ name, available, checkpoint }: Engine, onChosen: () => void): Deed | null {
  const { checkpoints, notices, preferences } = useServices();
  const asking = useStore(checkpoints.store, (state) => state.asking === checkpoint?.name);
  if (available) {
    const use = () => {
      preferences.setState({ engine: name });
      // That it is ready is known now.
      notices.forgetGood();
      onChosen();
    };
    return { words: say("gallery:use"), act: use };
  }
  if (checkpoint === null) return null;
  if (checkpoint.state === "VERIFYING")
    return { words: say("gallery:verifying"), icon: <Spinner />, act: null };
  const wait = asking && { icon: <Spinner /> };
  if (checkpoint.state === "DOWNLOADING") {
    return { words: say("gallery:cancel"), ...wait, act: () => void checkpoints.cancel(checkpoint.name) };
  }
  const words = beginWords(checkpoint);
  const begin = () => void checkpoints.start(checkpoint.name);
  return words === null
    ? null
    : { words, icon: <Download size={16} aria-hidden="true" />, ...wait, act: begin };
}
