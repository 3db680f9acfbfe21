/** What a movie of this browser is to be: picture, frames, quality; what will come out, and the press that starts it. */
import { useState } from "react";
import { useStore } from "zustand";
import type { FrameRange, MovieEncoder, MovieKind, MoviePicture, MovieQuality } from "../../domain/movie";
import type { ExportFormat } from "../../domain/server";
import {
  bitrateFor,
  estimatedBytes,
  framesIn,
  lengthOf,
  perSecond,
  wholeRange,
} from "../../media/movie_plan";
import { isMaking } from "../../state/browserExport";
import { movieName } from "../../state/movieSaving";
import { useSession, useStage } from "../../state/selectors";
import { useServices, useWorkspace } from "../../state/services";
import { stylesOf } from "../../state/workspace";
import { Segments } from "../../ui/Segments";
import { formatBytes, formatNumber } from "../../words/numbers";
import { say } from "../../words/words";
import { lookOf } from "../../worker/look";
import { ExportButton } from "./ExportButton";
import styles from "./ExportPanel.module.css";
import { Labelled } from "./Labelled";
import { RangeFields } from "./RangeFields";
import type { ExportFrames } from "./useExportFrames";

interface BrowserMovieProps {
  readonly format: ExportFormat;
  readonly kind: MovieKind;
  readonly encoder: MovieEncoder;
  readonly frames: ExportFrames;
}

interface Wishes {
  readonly picture: MoviePicture;
  readonly quality: MovieQuality;
}

export function BrowserMovie({ format, kind, encoder, frames }: BrowserMovieProps) {
  const { browserExport } = useServices();
  const isBusy = useStore(browserExport.store, ({ movie }) => isMaking(movie));
  const [wishes, setWishes] = useState<Wishes>({ picture: "effect", quality: "high" });
  const set = (change: Partial<Wishes>) => setWishes({ ...wishes, ...change });
  const start = useStart(kind, encoder, wishes, frames);
  return (
    <>
      <Labelled title={say("export:pictures")}>
        <Segments
          label={say("export:pictures")}
          value={wishes.picture}
          segments={pictures()}
          wide
          onChange={(picture) => set({ picture })}
        />
      </Labelled>
      <Labelled title={say("export:quality")}>
        <Segments
          label={say("export:quality")}
          value={wishes.quality}
          segments={qualities()}
          wide
          onChange={(quality) => set({ quality })}
        />
      </Labelled>
      <RangeFields frames={frames} />
      <Summary encoder={encoder} wishes={wishes} chosen={frames.range} />
      <ExportButton format={format} problem={isBusy ? say("export:busy") : null} onPress={start} />
    </>
  );
}

const pictures = () =>
  [
    { value: "effect", title: say("export:withEffect") },
    { value: "matte", title: say("export:matte") },
  ] as const;

const qualities = () =>
  [
    { value: "high", title: say("export:qualityHigh") },
    { value: "small", title: say("export:qualitySmall") },
  ] as const;

function useStart(
  kind: MovieKind,
  encoder: MovieEncoder,
  { picture, quality }: Wishes,
  { range }: ExportFrames,
): () => void {
  const { browserExport } = useServices();
  const { server, stage } = useWorkspace();
  return () => {
    const { session } = server.getState();
    if (session === null) return;
    const { video: clip, name, sessionId } = session;
    const parts = [
      ...(picture === "matte" ? ["matte"] : []),
      ...(range === null ? [] : [String(range.first), String(range.last)]),
    ];
    void browserExport.start({
      sessionId,
      clip,
      kind,
      encoder,
      picture,
      bitrate: bitrateFor(clip, quality, encoder.codec),
      range: range ?? wholeRange(clip.frameCount),
      look: lookOf(stage.getState()),
      styles: stylesOf(server.getState(), stage.getState()),
      withSound: picture === "effect",
      fileName: movieName(name, kind, parts),
    });
  };
}

const CODECS: Readonly<Record<MovieEncoder["codec"], string>> = {
  avc: "H.264",
  vp9: "VP9",
  av1: "AV1",
  vp8: "VP8",
};

interface SummaryProps {
  readonly encoder: MovieEncoder;
  readonly wishes: Wishes;
  /** Null: all frames. */
  readonly chosen: FrameRange | null;
}

function Summary({ encoder, wishes, chosen }: SummaryProps) {
  const video = useSession((session) => session.video);
  const hasHidden = useStage((stage) => stage.hidden.size > 0);
  const range = chosen ?? wholeRange(video.frameCount);
  const bitrate = bitrateFor(video, wishes.quality, encoder.codec);
  const isMatte = wishes.picture === "matte";
  const clip = { ...video, hasAudio: video.hasAudio && !isMatte };
  const rate = formatNumber(perSecond(video.frameRate), 2);
  const seconds = formatNumber(lengthOf(range, video.frameRate), 1, true);
  const facts = [
    say(isMatte ? "export:matteWhat" : "export:withEffectWhat"),
    `${video.width} × ${video.height}, ${say("export:rate", { rate })}, ${CODECS[encoder.codec]}`,
    say("export:summaryFrames", { count: framesIn(range), seconds }),
    say("export:summarySize", { size: formatBytes(estimatedBytes(clip, range, bitrate)) }),
  ];
  return (
    <section className={styles.summary} aria-label={say("export:summary")}>
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      {hasHidden && <span>{say("export:hiddenLeftOut")}</span>}
      <span>{say("export:stayOnPage")}</span>
    </section>
  );
}
