/** One of a few, all in sight. */
import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import styles from "./fields.module.css";

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly title: string;
  readonly icon?: ReactNode;
}

interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly segments: readonly Segment<Value>[];
  readonly wide?: boolean;
  onChange(value: Value): void;
}

export function Segments<Value extends string>({
  label,
  value,
  segments,
  wide = false,
  onChange,
}: SegmentsProps<Value>) {
  const choose = (chosen: string) => {
    const segment = segments.find((candidate) => candidate.value === chosen);
    if (segment !== undefined) onChange(segment.value);
  };
  return (
    <ToggleGroup.Root
      type="single"
      className={styles.segments}
      aria-label={label}
      value={value}
      onValueChange={choose}
      {...(wide && { "data-wide": "" })}
    >
      {segments.map((segment) => (
        <ToggleGroup.Item key={segment.value} value={segment.value} className={styles.segment}>
          {segment.icon}
          {segment.title}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
