/** The movie that this browser makes or made: how far it is, how to stop it, where it is; and the way on where it failed. */
import { Download, Server, X } from "lucide-react";
import { useStore } from "zustand";
import type { Silence } from "../../domain/movie";
import { type BrowserMovie, isMaking } from "../../state/browserExport";
import { paceOf, remainingOf } from "../../state/moviePace";
import { useSession } from "../../state/selectors";
import { useServices, useWorkspace } from "../../state/services";
import { Button, buttonClass, IconButton } from "../../ui/Button";
import { formatRemaining } from "../../ui/format";
import { Progress } from "../../ui/Progress";
import { formatBytes, formatNumber } from "../../words/numbers";
import { problemWords } from "../../words/problems";
import { say, type WordKey } from "../../words/words";
import { lookOf } from "../../worker/look";
import styles from "./ExportPanel.module.css";
import { startingValues } from "./exportOptions";

const SILENCES: Readonly<Record<Silence, WordKey>> = {
  "no-encoder": "export:silenceNoEncoder",
  undecodable: "export:silenceUndecodable",
};

export function MovieCard({ movie }: { readonly movie: BrowserMovie }) {
  const { browserExport } = useServices();
  const active = isMaking(movie);
  return (
    <div className={styles.job}>
      <div className={styles.line}>
        <span className={styles.file} title={movie.fileName}>
          {movie.fileName}
        </span>
        {active && (
          <Button
            size="small"
            tone="quiet"
            disabled={movie.phase === "cancelling"}
            onClick={() => browserExport.cancel()}
          >
            {say("export:cancel")}
          </Button>
        )}
        {movie.url !== null && (
          <a
            className={buttonClass({ tone: "primary", size: "small" })}
            href={movie.url}
            download={movie.fileName}
          >
            <Download size={14} aria-hidden="true" />
            {say("export:download")}
          </a>
        )}
        {!active && (
          <IconButton
            size="small"
            label={say("export:dismiss", { name: movie.fileName })}
            icon={<X size={14} />}
            onClick={() => browserExport.forget()}
          />
        )}
      </div>
      {active && <Progress label={say("export:progressHere")} done={movie.done} total={movie.total} />}
      {movie.phase === "failed" ? (
        <Failure movie={movie} />
      ) : (
        <span className={styles.faint}>{phaseWords(movie)}</span>
      )}
      {movie.silence !== null && <span className={styles.faint}>{say(SILENCES[movie.silence])}</span>}
    </div>
  );
}

/** What the browser could not do, the server may: with the effect that is on the screen now. */
function Failure({ movie }: { readonly movie: BrowserMovie }) {
  const { gallery, browserExport } = useServices();
  const { commands, stage } = useWorkspace();
  const mp4 = useStore(gallery.store, ({ server }) =>
    server?.exportFormats.find(({ name }) => name === "mp4"),
  );
  const isHere = useSession(({ sessionId }) => sessionId === movie.sessionId);
  const takeOver = () => {
    if (mp4 === undefined) return;
    browserExport.forget();
    void commands.startExport(mp4.name, startingValues(mp4, lookOf(stage.getState())), {
      range: movie.range ?? null,
    });
  };
  return (
    <>
      <span className={styles.problem} role="alert">
        {say("export:failedHere", { problem: movie.problem === null ? "" : problemWords(movie.problem) })}
      </span>
      {mp4 !== undefined && isHere && (
        <Button size="small" icon={<Server size={14} />} onClick={takeOver}>
          {say("export:takeOver")}
        </Button>
      )}
    </>
  );
}

function phaseWords(movie: BrowserMovie): string {
  const { phase, done, total, looks, bytes, url } = movie;
  if (phase === "cancelled") return say("export:cancelledHere");
  if (phase === "cancelling") return say("export:cancelling");
  const size = formatBytes(bytes);
  if (phase === "done") return say(url === null ? "export:browserDone" : "export:browserReady", { size });
  if (phase === "starting") return say("export:starting");
  const pace = paceOf(looks);
  const left = remainingOf(total - done, pace);
  return [
    say("export:frameOf", { done, total }),
    ...(pace === null ? [] : [say("export:rate", { rate: formatNumber(pace, 1, true) })]),
    ...(left === null ? [] : [say("export:left", { time: formatRemaining(left) })]),
  ].join(" · ");
}
