/** Taking the masks away: a format, its options, a job, a file. */
import { PackageOpen } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { ParameterValue } from "../../domain/effect";
import type { ExportFormat } from "../../domain/server";
import { useSession, useStage } from "../../state/selectors";
import { useServices, useWorkspace } from "../../state/services";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { ParameterField } from "../../ui/ParameterField";
import { Spinner } from "../../ui/Spinner";
import { ExportJobs } from "./ExportJobs";
import styles from "./ExportPanel.module.css";
import { startingValues, visibleOptions } from "./exportOptions";

export function ExportPanel() {
  const { gallery } = useServices();
  const formats = useStore(gallery.store, (state) => state.server?.exportFormats);
  const [chosen, setChosen] = useState<string | null>(null);
  if (formats === undefined) return <Spinner label="Fetching the formats" />;
  const format = formats.find(({ name }) => name === chosen) ?? formats[0];
  if (format === undefined) return <p>This server offers no export format.</p>;
  return (
    <div className={styles.panel}>
      <Choice
        label="Format"
        value={format.name}
        options={formats.map(({ name, title, description }) => ({ value: name, title, detail: description }))}
        onChange={setChosen}
      />
      <p className={styles.heading}>{format.description}</p>
      <Options key={format.name} format={format} />
      <ExportJobs />
    </div>
  );
}

function Options({ format }: { readonly format: ExportFormat }) {
  const { commands } = useWorkspace();
  const shown = useStage((stage) => stage.effects);
  const hasMasks = useSession((session) => session.runs.size > 0);
  const [changes, setChanges] = useState<Readonly<Record<string, ParameterValue>>>({});
  const values = { ...startingValues(format, shown), ...changes };
  const options = visibleOptions(format);
  return (
    <>
      {options.length > 0 && (
        <fieldset className={styles.options} aria-label={`${format.title} options`}>
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
      <Button
        tone="primary"
        size="large"
        icon={<PackageOpen size={18} />}
        disabled={!hasMasks}
        title={hasMasks ? `Export as ${format.title}` : "There are no masks yet"}
        onClick={() => void commands.startExport(format.name, values)}
      >
        Export {format.title}
      </Button>
    </>
  );
}
