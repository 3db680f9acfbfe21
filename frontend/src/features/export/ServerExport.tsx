/** A format that the server writes: its options, and the job. */
import { useState } from "react";
import type { ParameterValue } from "../../domain/effect";
import type { ExportFormat } from "../../domain/server";
import { useStage } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { ParameterField } from "../../ui/ParameterField";
import { say } from "../../words/words";
import { lookOf } from "../../worker/look";
import { ExportButton } from "./ExportButton";
import styles from "./ExportPanel.module.css";
import { startingValues, visibleOptions } from "./exportOptions";

export function ServerExport({ format }: { readonly format: ExportFormat }) {
  const { commands } = useWorkspace();
  const shown = useStage(lookOf);
  const [changes, setChanges] = useState<Readonly<Record<string, ParameterValue>>>({});
  const values = { ...startingValues(format, shown), ...changes };
  const options = visibleOptions(format);
  return (
    <>
      {options.length > 0 && (
        <fieldset className={styles.options} aria-label={say("export:options", { title: format.title })}>
          {options.map((option) => (
            <ParameterField
              key={option.name}
              parameter={option}
              value={values[option.name] ?? option.default}
              onChange={(value) => setChanges({ ...changes, [option.name]: value })}
            />
          ))}
        </fieldset>
      )}
      <ExportButton format={format} onPress={() => void commands.startExport(format.name, values)} />
    </>
  );
}
