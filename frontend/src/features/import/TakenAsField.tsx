/** What the masks become, each choice with what follows from it. */
import { useId } from "react";
import type { TakenAs } from "../../domain/maskImport";
import { say, type WordKey } from "../../words/words";
import styles from "./ImportPanel.module.css";

const choices: readonly (readonly [value: TakenAs, title: WordKey, about: WordKey])[] = [
  ["MASKLETS", "import:masklets", "import:masklets_about"],
  ["PROMPTS", "import:prompts", "import:prompts_about"],
  ["FIRST_MASKS", "import:first", "import:first_about"],
];

interface TakenAsFieldProps {
  readonly value: TakenAs;
  onChange(value: TakenAs): void;
}

export function TakenAsField({ value, onChange }: TakenAsFieldProps) {
  const name = useId();
  return (
    <fieldset className={styles.choices}>
      <legend className={styles.legend}>{say("import:takenAs")}</legend>
      {choices.map(([choice, title, about]) => (
        <label key={choice} className={styles.choice}>
          <input
            type="radio"
            name={name}
            value={choice}
            checked={choice === value}
            aria-describedby={`${name}${choice}`}
            onChange={() => onChange(choice)}
          />
          <span className={styles.choiceTitle}>{say(title)}</span>
          <span id={`${name}${choice}`} className={styles.faint} aria-hidden="true">
            {say(about)}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
