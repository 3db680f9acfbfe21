/** Taking the masks away: a format, what it can be given, and the files that were made. */
import { useState } from "react";
import { useStore } from "zustand";
import type { ExportFormat } from "../../domain/server";
import { useServices } from "../../state/services";
import { Choice, type ChoiceOption } from "../../ui/Choice";
import { Spinner } from "../../ui/Spinner";
import { say } from "../../words/words";
import { ExportJobs } from "./ExportJobs";
import styles from "./ExportPanel.module.css";
import { MovieExport } from "./MovieExport";
import { allFormats, movieKindOf } from "./movieOffers";
import { ServerExport } from "./ServerExport";
import { useExportFrames } from "./useExportFrames";
import { formatInWords } from "./words";

const choiceOf = ({ name, title, description, group }: ExportFormat): ChoiceOption => ({
  value: name,
  title,
  detail: description,
  group: group && say(`export:group_${group}`),
});

export function ExportPanel() {
  const { gallery } = useServices();
  const onServer = useStore(gallery.store, (state) => state.server?.exportFormats);
  const frames = useExportFrames();
  const [chosen, setChosen] = useState<string | null>(null);
  if (onServer === undefined) return <Spinner label={say("export:fetching")} />;
  const formats = allFormats(onServer).map(formatInWords);
  const format = formats.find(({ name }) => name === chosen) ?? formats[0];
  if (format === undefined) return <p>{say("export:noFormats")}</p>;
  const kind = movieKindOf(format);
  const serverHas = onServer.some(({ name }) => name === format.name);
  return (
    <div className={styles.panel}>
      <Choice
        label={say("export:format")}
        value={format.name}
        options={formats.map(choiceOf)}
        onChange={setChosen}
      />
      <p className={styles.heading}>{format.description}</p>
      {kind === null ? (
        <ServerExport key={format.name} format={format} frames={frames} />
      ) : (
        <MovieExport key={format.name} format={format} kind={kind} serverHas={serverHas} frames={frames} />
      )}
      <ExportJobs />
    </div>
  );
}
