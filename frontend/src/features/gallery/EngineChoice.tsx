/** Which engine new sessions use and how fine it works, and the way to the list of all engines. */
import { useStore } from "zustand";
import type { Engine } from "../../domain/server";
import { useServices } from "../../state/services";
import { Badge } from "../../ui/Badge";
import { Choice, type ChoiceOption } from "../../ui/Choice";
import { aboutEngine, engineNeeds, engineTitle, paceWords, qualityWords } from "../../ui/engineWords";
import { say } from "../../words/words";
import { checkpointWords } from "./checkpointWords";
import styles from "./Engines.module.css";
import { EnginesButton } from "./EnginesButton";
import { useNewSessions } from "./useNewSessions";

export function EngineChoice() {
  const { gallery } = useServices();
  const engines = useStore(gallery.store, (state) => state.server?.engines) ?? [];
  const { engine } = useNewSessions();
  const [only] = engines;
  if (only === undefined) return null;
  if (engines.length === 1 && engine !== undefined) {
    return (
      <Badge tone="good" title={aboutEngine(only)}>
        {say("gallery:engine", { name: engineTitle(only) })}
      </Badge>
    );
  }
  return (
    <div className={styles.choices}>
      {engine === undefined ? (
        <Badge tone="bad">{say("gallery:noEngine")}</Badge>
      ) : (
        <>
          <Engines engines={engines} current={engine} />
          <Quality engine={engine} />
        </>
      )}
      <EnginesButton engines={engines} />
    </div>
  );
}

const optionOf = (engine: Engine): ChoiceOption => ({
  value: engine.name,
  title: engineTitle(engine),
  detail: engine.available ? detailOf(engine) : missingOf(engine),
  disabled: !engine.available,
});

const detailOf = (engine: Engine): string =>
  engine.estimatedMs === null ? `${aboutEngine(engine)} (${engine.device})` : paceWords(engine);

/** Short, since the list of engines says the rest. */
function missingOf(engine: Engine): string {
  const { checkpoint, reason } = engine;
  if (checkpoint === null || checkpoint.state === "READY") return reason || engineNeeds(engine);
  return checkpointWords(checkpoint) || say("gallery:checkpointComing");
}

interface EnginesProps {
  readonly engines: readonly Engine[];
  readonly current: Engine;
}

function Engines({ engines, current }: EnginesProps) {
  const { preferences } = useServices();
  // What can be chosen comes first.
  const sorted = engines.toSorted((a, b) => Number(b.available) - Number(a.available));
  return (
    <div className={styles.engine}>
      <Choice
        bare
        label={say("gallery:engineForNew")}
        value={current.name}
        options={sorted.map(optionOf)}
        onChange={(engine) => preferences.setState({ engine })}
      />
    </div>
  );
}

function Quality({ engine }: { readonly engine: Engine }) {
  const { preferences } = useServices();
  const { imageSize } = useNewSessions();
  if (imageSize === null || engine.imageSizes.length < 2) return null;
  return (
    <div className={styles.quality}>
      <Choice
        bare
        label={say("gallery:quality")}
        value={String(imageSize)}
        options={engine.imageSizes.map((size) => ({
          value: String(size),
          title: qualityWords(engine.imageSizes, size),
          ...(engine.estimatedMs !== null && { detail: paceWords(engine, size) }),
        }))}
        onChange={(size) => preferences.setState({ imageSize: Number(size) })}
      />
    </div>
  );
}
