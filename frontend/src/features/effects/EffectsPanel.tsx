/** The effects that lie over the picture, and how; every change is seen at once. */
import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import type { EffectStack } from "../../domain/effect";
import { changed, moved } from "../../effects/layers";
import { layerOf, MOST_LAYERS, withLayer } from "../../effects/stack";
import { useMayEdit, useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { Button } from "../../ui/Button";
import { say } from "../../words/words";
import { EffectGrid } from "./EffectGrid";
import styles from "./EffectsPanel.module.css";
import { LayerCard } from "./LayerCard";
import { Looks } from "./Looks";

const newId = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;

export function EffectsPanel() {
  const { stage } = useWorkspace();
  const stack = useStage((state) => state.effects);
  const mayEdit = useMayEdit();
  const [open, setOpen] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const set = (effects: EffectStack): void => stage.setState({ effects });
  const add = (name: string): void => {
    const layer = layerOf(newId(), name);
    set(withLayer(stack, layer));
    setOpen(layer.id);
    setAdding(false);
  };
  return (
    <div className={styles.panel}>
      {!mayEdit && <p className={styles.faint}>{say("effects:onlyYou")}</p>}
      <Looks stack={stack} newId={newId} onChange={set} />
      <div className={styles.row}>
        <Button
          icon={<Plus size={16} />}
          aria-expanded={adding}
          disabled={stack.length >= MOST_LAYERS}
          onClick={() => setAdding(!adding)}
        >
          {say("effects:add")}
        </Button>
        {stack.length > 0 && (
          <Button tone="quiet" onClick={() => set([])}>
            {say("effects:removeAll")}
          </Button>
        )}
      </div>
      {adding && <EffectGrid onAdd={add} />}
      {stack.length === 0 && <p className={styles.faint}>{say("effects:none")}</p>}
      <LayerList stack={stack} open={open} onOpen={setOpen} onChange={set} />
    </div>
  );
}

interface LayerListProps {
  readonly stack: EffectStack;
  readonly open: string | null;
  onOpen(id: string | null): void;
  onChange(stack: EffectStack): void;
}

/** The topmost first, as it lies over the others. */
function LayerList({ stack, open, onOpen, onChange }: LayerListProps) {
  const dragged = useRef<string | null>(null);
  return (
    <ul
      className={styles.layers}
      aria-label={say("effects:layers")}
      onDragEnd={() => {
        dragged.current = null;
      }}
    >
      {stack
        .map((layer, index) => ({ layer, index }))
        .reverse()
        .map(({ layer, index }) => (
          <LayerCard
            key={layer.id}
            layer={layer}
            open={open === layer.id}
            onOpen={() => onOpen(open === layer.id ? null : layer.id)}
            onChange={(change) => onChange(changed(stack, layer.id, () => change))}
            onRemove={() => onChange(stack.filter(({ id }) => id !== layer.id))}
            onStep={(step) => onChange(moved(stack, layer.id, index + step))}
            onDragStart={() => {
              dragged.current = layer.id;
            }}
            onDragOver={() => {
              const { current } = dragged;
              if (current !== null && current !== layer.id) onChange(moved(stack, current, index));
            }}
          />
        ))}
    </ul>
  );
}
