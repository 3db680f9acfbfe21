/** Which objects, every how many frames, and in which pixels: for formats that take such a choice. */
import type { ExportPart } from "../../domain/export_part";
import type { ExportFormat } from "../../domain/server";
import { useSession } from "../../state/selectors";
import { NumberField } from "../../ui/NumberField";
import { Segments } from "../../ui/Segments";
import { Toggle } from "../../ui/Toggle";
import { say } from "../../words/words";
import styles from "./ExportPanel.module.css";
import { takes } from "./exportOptions";
import { Labelled } from "./Labelled";

export interface PartFieldsProps {
  readonly format: ExportFormat;
  readonly part: ExportPart;
  onChange(part: ExportPart): void;
}

export function PartFields({ format, part, onChange }: PartFieldsProps) {
  const change = (some: ExportPart) => onChange({ ...part, ...some });
  return (
    <>
      {takes(format, "OBJECTS") && <ObjectChoice part={part} onChange={change} />}
      {takes(format, "STRIDE") && (
        <NumberField
          label={say("export:stride")}
          value={part.stride ?? 1}
          onChange={(stride) => change({ stride: Math.max(1, stride) })}
        />
      )}
      {takes(format, "RESOLUTION") && (
        <Toggle
          label={say("export:original")}
          checked={part.isOriginal ?? false}
          onChange={(isOriginal) => change({ isOriginal })}
        />
      )}
    </>
  );
}

function ObjectChoice({ part, onChange }: Pick<PartFieldsProps, "part" | "onChange">) {
  const objects = useSession((session) => session.objects);
  const all = objects.map(({ objectId }) => objectId);
  const chosen = part.objectIds ?? null;
  // The last one stays: an export of nothing is none.
  const toggle = (changed: (typeof all)[number]) => {
    const kept = all.filter((id) => (id === changed) !== (chosen ?? all).includes(id));
    if (kept.length > 0) onChange({ objectIds: kept });
  };
  return (
    <Labelled title={say("export:objects")}>
      <Segments
        label={say("export:objects")}
        value={chosen === null ? "all" : "some"}
        segments={[
          { value: "all", title: say("export:objectsAll") },
          { value: "some", title: say("export:objectsSome") },
        ]}
        wide
        onChange={(choice) => onChange({ objectIds: choice === "all" ? null : all })}
      />
      {chosen !== null && (
        <ul className={styles.objects} aria-label={say("export:objects")}>
          {objects.map(({ objectId, name, colour }) => (
            <li key={objectId}>
              <label className={styles.object}>
                <input
                  type="checkbox"
                  checked={chosen.includes(objectId)}
                  onChange={() => toggle(objectId)}
                />
                <span className={styles.dot} style={{ background: colour }} />
                <span className={styles.file}>{name}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </Labelled>
  );
}
