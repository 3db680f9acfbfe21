/** One parameter of an effect or an export, as the control that fits its kind. */
import type { EffectParameter, ParameterValue } from "../domain/effect";
import { formatShare } from "../words/numbers";
import { Choice } from "./Choice";
import { Colour } from "./Colour";
import { ImageField } from "./ImageField";
import { Segments } from "./Segments";
import { Slider } from "./Slider";
import { TextField } from "./TextField";
import { Toggle } from "./Toggle";

interface ParameterFieldProps {
  readonly parameter: EffectParameter;
  readonly value: ParameterValue;
  /** Choices in the person's words. */
  readonly choiceTitle?: (choice: string) => string;
  onChange(value: ParameterValue): void;
}

/** "erase_background" -> "Erase background" */
export const words = (name: string): string => {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** Hundredths where no step is given and the range is small. */
export const stepOf = ({ step, minimum = 0, maximum = 1 }: EffectParameter): number =>
  step ?? (maximum - minimum <= 2 ? 0.01 : 0.5);

const FEW = 3;
const LONGEST_TEXT = 80;

export function ParameterField({ parameter, value, choiceTitle = words, onChange }: ParameterFieldProps) {
  const { kind, title, minimum = 0, maximum = 1, choices = [] } = parameter;
  if (kind === "number") {
    const isShare = minimum === 0 && maximum === 1;
    const write = isShare ? { write: formatShare } : {};
    const limits = { minimum, maximum, step: stepOf(parameter) };
    return <Slider label={title} value={Number(value)} {...limits} {...write} onChange={onChange} />;
  }
  if (kind === "colour") return <Colour label={title} value={String(value)} onChange={onChange} />;
  if (kind === "toggle") return <Toggle label={title} checked={value === true} onChange={onChange} />;
  if (kind === "text")
    return <TextField label={title} value={String(value)} longest={LONGEST_TEXT} onChange={onChange} />;
  if (kind === "image") return <ImageField label={title} value={String(value)} onChange={onChange} />;
  const options = choices.map((choice) => ({ value: choice, title: choiceTitle(choice) }));
  if (choices.length > FEW) {
    return <Choice label={title} value={String(value)} options={options} onChange={onChange} />;
  }
  return <ChoiceRow title={title} value={String(value)} options={options} onChange={onChange} />;
}

function ChoiceRow(props: {
  readonly title: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly title: string }[];
  onChange(value: string): void;
}) {
  return (
    <div style={{ display: "grid", gap: 6 }}>
      <span style={{ color: "var(--text-dim)", fontSize: 13 }}>{props.title}</span>
      <Segments
        label={props.title}
        value={props.value}
        segments={props.options}
        wide
        onChange={props.onChange}
      />
    </div>
  );
}
