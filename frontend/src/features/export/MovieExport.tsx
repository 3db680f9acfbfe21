/** A movie, made in this browser or on the server: the person's choice where there is one, else the reason. */
import { useEffect, useState } from "react";
import type { MovieKind } from "../../domain/movie";
import type { ExportFormat } from "../../domain/server";
import { type Ability, abilityFor } from "../../media/movie_codecs";
import { useSession, useStage } from "../../state/selectors";
import { type Segment, Segments } from "../../ui/Segments";
import { Spinner } from "../../ui/Spinner";
import { say } from "../../words/words";
import { BrowserMovie } from "./BrowserMovie";
import styles from "./ExportPanel.module.css";
import { type Place, placesFor, reasonFor } from "./movieOffers";
import { ServerExport, type ServerExportProps } from "./ServerExport";
import type { ExportFrames } from "./useExportFrames";

interface MovieExportProps {
  readonly format: ExportFormat;
  readonly kind: MovieKind;
  readonly serverHas: boolean;
  readonly frames: ExportFrames;
}

/** Null until the browser has answered. */
function useAbility(kind: MovieKind): Ability | null {
  const video = useSession((session) => session.video);
  const [ability, setAbility] = useState<Ability | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void abilityFor(kind, video).then((answer) => isCurrent && setAbility(answer));
    return () => {
      isCurrent = false;
    };
  }, [kind, video]);
  return ability;
}

export function MovieExport({ format, kind, serverHas, frames }: MovieExportProps) {
  const ability = useAbility(kind);
  const [chosen, setChosen] = useState<Place | null>(null);
  if (ability === null) return <Spinner label={say("export:starting")} />;
  const places = placesFor(ability, serverHas);
  const place = places.find((name) => name === chosen) ?? places[0];
  const reason = reasonFor(ability, serverHas, format.title);
  return (
    <>
      {places.length > 1 && place !== undefined && (
        <Segments<Place>
          label={say("export:where")}
          value={place}
          segments={choices()}
          wide
          onChange={setChosen}
        />
      )}
      {reason !== null && <p className={styles.heading}>{reason}</p>}
      {place === "browser" && ability.able && (
        <BrowserMovie format={format} kind={kind} encoder={ability.encoder} frames={frames} />
      )}
      {place === "server" && <OnServer format={format} frames={frames} />}
    </>
  );
}

const choices = (): readonly Segment<Place>[] => [
  { value: "browser", title: say("export:inBrowser") },
  { value: "server", title: say("export:onServer") },
];

function OnServer({ format, frames }: ServerExportProps) {
  const hasHidden = useStage((stage) => stage.hidden.size > 0);
  return (
    <>
      <p className={styles.heading}>
        {say("export:summaryServer")} {hasHidden && say("export:hiddenOnServer")}
      </p>
      <ServerExport format={format} frames={frames} />
    </>
  );
}
