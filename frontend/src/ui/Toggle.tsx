/** On or off, with its name beside it. */
import { Switch } from "radix-ui";
import { useId } from "react";
import styles from "./fields.module.css";

interface ToggleProps {
  readonly label: string;
  readonly checked: boolean;
  onChange(checked: boolean): void;
}

export function Toggle({ label, checked, onChange }: ToggleProps) {
  const id = useId();
  return (
    <div className={styles.row}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <Switch.Root id={id} className={styles.switch} checked={checked} onCheckedChange={onChange}>
        <Switch.Thumb className={styles.knob} />
      </Switch.Root>
    </div>
  );
}
