/** One of several, from a list that opens. */
import { Check, ChevronDown } from "lucide-react";
import { Select } from "radix-ui";
import { useId } from "react";
import styles from "./fields.module.css";

export interface ChoiceOption {
  readonly value: string;
  readonly title: string;
  readonly detail?: string;
  readonly disabled?: boolean;
  /** Neighbours with the same one stand together under it. */
  readonly group?: string | undefined;
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly ChoiceOption[];
  /** No words above it; the name is still read aloud. */
  readonly bare?: boolean;
  onChange(value: string): void;
}

export function Choice({ label, value, options, bare = false, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      {!bare && (
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
      )}
      <Select.Root value={value} onValueChange={onChange}>
        <Select.Trigger id={id} className={styles.select} {...(bare && { "aria-label": label })}>
          <Select.Value />
          <Select.Icon style={{ display: "inline-flex" }}>
            <ChevronDown size={16} />
          </Select.Icon>
        </Select.Trigger>
        <Select.Portal>
          <Select.Content className={styles.list} position="popper" sideOffset={4}>
            <Select.Viewport>
              {grouped(options).map(({ title, members }) => (
                <Select.Group key={members[0]?.value}>
                  {title !== undefined && <Select.Label className={styles.group}>{title}</Select.Label>}
                  {members.map((option) => (
                    <Option key={option.value} option={option} />
                  ))}
                </Select.Group>
              ))}
            </Select.Viewport>
          </Select.Content>
        </Select.Portal>
      </Select.Root>
    </div>
  );
}

interface OptionGroup {
  readonly title: string | undefined;
  readonly members: ChoiceOption[];
}

function grouped(options: readonly ChoiceOption[]): readonly OptionGroup[] {
  const groups: OptionGroup[] = [];
  for (const option of options) {
    const last = groups.at(-1);
    if (last !== undefined && last.title === option.group) last.members.push(option);
    else groups.push({ title: option.group, members: [option] });
  }
  return groups;
}

function Option({ option }: { readonly option: ChoiceOption }) {
  return (
    <Select.Item className={styles.item} value={option.value} disabled={option.disabled ?? false}>
      <Select.ItemText>{option.title}</Select.ItemText>
      <Select.ItemIndicator className={styles.tick}>
        <Check size={14} />
      </Select.ItemIndicator>
      {option.detail !== undefined && <span className={styles.detail}>{option.detail}</span>}
    </Select.Item>
  );
}
