/** One layer of the stack: on or off, its place, its objects, its parameters. */
import { ChevronDown, ChevronRight, Eye, EyeOff, GripVertical, RotateCcw, Trash2 } from "lucide-react";
import type { KeyboardEvent } from "react";
import type { EffectLayer } from "../../domain/effect";
import { effectNamed } from "../../effects/registry";
import { parametersOf } from "../../effects/soft_edges";
import { layerOf } from "../../effects/stack";
import { Button, IconButton } from "../../ui/Button";
import { ParameterField } from "../../ui/ParameterField";
import { say } from "../../words/words";
import { EffectIcon } from "./EffectGrid";
import styles from "./EffectsPanel.module.css";
import { ObjectsOfLayer } from "./ObjectsOfLayer";
import { choiceTitle, parameterTitle, titleOf } from "./words";

interface LayerCardProps {
  readonly layer: EffectLayer;
  readonly open: boolean;
  onOpen(): void;
  onChange(change: Partial<EffectLayer>): void;
  onRemove(): void;
  /** Towards the top for 1, towards the bottom for -1. */
  onStep(step: 1 | -1): void;
  onDragStart(): void;
  /** Another layer that is dragged is over this one. */
  onDragOver(): void;
}

export function LayerCard({ layer, open, onOpen, onChange, onRemove, ...place }: LayerCardProps) {
  const title = titleOf(layer.effect.name);
  return (
    // Dragging is a second way: the handle's arrow keys do the same.
    <li
      className={styles.layer}
      aria-label={title}
      data-off={!layer.enabled}
      onDragOver={(event) => {
        event.preventDefault();
        place.onDragOver();
      }}
    >
      <div className={styles.layerHead}>
        <Handle title={title} {...place} />
        <button type="button" className={styles.layerName} aria-expanded={open} onClick={onOpen}>
          {open ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
          <EffectIcon name={layer.effect.name} size={16} />
          <span>{title}</span>
        </button>
        <IconButton
          size="small"
          label={say(layer.enabled ? "effects:turnOff" : "effects:turnOn", { title })}
          icon={layer.enabled ? <Eye size={16} /> : <EyeOff size={16} />}
          onClick={() => onChange({ enabled: !layer.enabled })}
        />
        <IconButton
          size="small"
          label={say("effects:remove", { title })}
          icon={<Trash2 size={16} />}
          onClick={onRemove}
        />
      </div>
      {open && <Settings layer={layer} title={title} onChange={onChange} />}
    </li>
  );
}

function Handle({
  title,
  onStep,
  onDragStart,
}: Pick<LayerCardProps, "onStep" | "onDragStart"> & { readonly title: string }) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    onStep(event.key === "ArrowUp" ? 1 : -1);
  };
  return (
    <button
      type="button"
      className={styles.handle}
      draggable
      aria-label={say("effects:move", { title })}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        onDragStart();
      }}
      onKeyDown={onKeyDown}
    >
      <GripVertical size={14} aria-hidden="true" />
    </button>
  );
}

function Settings({
  layer,
  title,
  onChange,
}: Pick<LayerCardProps, "layer" | "onChange"> & { readonly title: string }) {
  const effect = effectNamed(layer.effect.name);
  const { values } = layer.effect;
  return (
    <fieldset className={styles.parameters} aria-label={say("effects:settings", { title })}>
      {effect.on === "objects" && (
        <ObjectsOfLayer objectIds={layer.objectIds} onChange={(objectIds) => onChange({ objectIds })} />
      )}
      {parametersOf(effect).map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={{ ...parameter, title: parameterTitle(parameter) }}
          choiceTitle={choiceTitle}
          value={values[parameter.name] ?? parameter.default}
          onChange={(value) =>
            onChange({ effect: { ...layer.effect, values: { ...values, [parameter.name]: value } } })
          }
        />
      ))}
      <Button
        tone="quiet"
        size="small"
        icon={<RotateCcw size={12} />}
        onClick={() => onChange({ effect: layerOf(layer.id, effect.name).effect })}
      >
        {say("effects:reset")}
      </Button>
    </fieldset>
  );
}
