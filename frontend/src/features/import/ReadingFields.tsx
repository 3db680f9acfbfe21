/** How the file is read: its format, and whether objects of the same name take the masks. */
import type { ImportWish } from "../../domain/maskImport";
import { Choice } from "../../ui/Choice";
import { Toggle } from "../../ui/Toggle";
import { say } from "../../words/words";
import styles from "./ImportPanel.module.css";
import { useFormats } from "./useFormats";

const FOUND = "found out";

export interface WishFieldsProps {
  readonly wish: ImportWish;
  onChange(change: Partial<ImportWish>): void;
}

export function ReadingFields({ wish, onChange }: WishFieldsProps) {
  const formats = useFormats();
  const options = [
    { value: FOUND, title: say("import:formatFound") },
    ...formats.map(({ name, title, description }) => ({ value: name, title, detail: description })),
  ];
  return (
    <div className={styles.reading}>
      <Choice
        label={say("import:format")}
        value={wish.format ?? FOUND}
        options={options}
        onChange={(format) => onChange({ format: format === FOUND ? null : format })}
      />
      <div>
        <Toggle
          label={say("import:sameName")}
          checked={wish.sameName}
          onChange={(sameName) => onChange({ sameName })}
        />
        <p className={styles.faint}>{say("import:sameName_about")}</p>
      </div>
    </div>
  );
}
