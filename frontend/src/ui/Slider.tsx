/** A number between two ends, with its name and value above it. */
import { Slider as Radix } from "radix-ui";
import { useId } from "react";
import styles from "./fields.module.css";

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  /** How the value is written; the plain number when left out. */
  readonly write?: (value: number) => string;
  /** No words above it; the name is still read aloud. */
  readonly bare?: boolean;
  onChange(value: number): void;
}

export function Slider({ label, value, minimum, maximum, step, write, bare, onChange }: SliderProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      {!bare && (
        <span style={{ display: "flex", justifyContent: "space-between" }}>
          <span className={styles.label} id={id}>
            {label}
          </span>
          <span className={styles.value}>{write ? write(value) : value}</span>
        </span>
      )}
      <Radix.Root
        className={styles.slider}
        min={minimum}
        max={maximum}
        step={step}
        value={[value]}
        onValueChange={([next]) => next !== undefined && onChange(next)}
      >
        <Radix.Track className={styles.rail}>
          <Radix.Range className={styles.range} />
        </Radix.Track>
        <Radix.Thumb
          className={styles.thumb}
          {...(bare ? { "aria-label": label } : { "aria-labelledby": id })}
          {...(write && { "aria-valuetext": write(value) })}
        />
      </Radix.Root>
    </div>
  );
}
