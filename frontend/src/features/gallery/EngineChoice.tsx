/** Which engine new sessions use: a choice where there is one, else a badge. */
import { useStore } from "zustand";
import type { Engine } from "../../domain/server";
import { useServices } from "../../state/services";
import { Badge } from "../../ui/Badge";
import { Choice, type ChoiceOption } from "../../ui/Choice";
import { useChosenEngine } from "./useOpenClip";

const optionOf = (engine: Engine): ChoiceOption => ({
  value: engine.name,
  title: engine.title,
  detail: engine.available ? `${engine.description} (${engine.device})` : engine.reason || engine.needs,
  disabled: !engine.available,
});

export function EngineChoice() {
  const { gallery, preferences } = useServices();
  const engines = useStore(gallery.store, (state) => state.server?.engines) ?? [];
  const chosen = useChosenEngine();
  const standard = engines.find(({ isDefault }) => isDefault);
  const current = engines.find(({ name }) => name === chosen) ?? standard;
  if (engines.length === 0) return null;
  if (current === undefined) return <Badge tone="bad">No engine can run here</Badge>;
  if (engines.length === 1) {
    return (
      <Badge tone="good" title={current.description}>
        Engine: {current.title}
      </Badge>
    );
  }
  return (
    <div style={{ width: 232 }}>
      <Choice
        bare
        label="Engine for new sessions"
        value={current.name}
        options={engines.map(optionOf)}
        onChange={(engine) => preferences.setState({ engine })}
      />
    </div>
  );
}
