/** Which movies can be had from where: this browser and the server offer different ones. Pure. */
import type { MovieKind } from "../../domain/movie";
import { isMovieKind } from "../../domain/movie";
import type { ExportFormat } from "../../domain/server";
import type { Ability, Inability } from "../../media/movie_codecs";
import { say, type WordKey } from "../../words/words";

export type Place = "browser" | "server";

/** Also what only browsers make. */
export function allFormats(formats: readonly ExportFormat[]): readonly ExportFormat[] {
  if (formats.length === 0 || formats.some(({ name }) => name === "webm")) return formats;
  const webm: ExportFormat = {
    name: "webm",
    title: say("export:webm"),
    description: say("export:webmWhat"),
    suffix: ".webm",
    group: "EDITING",
    options: [],
  };
  const after = formats.findIndex(({ name }) => name === "mp4") + 1;
  return after === 0 ? [...formats, webm] : formats.toSpliced(after, 0, webm);
}

export const movieKindOf = ({ name }: ExportFormat): MovieKind | null => (isMovieKind(name) ? name : null);

/** Best first: the browser costs the server nothing and shows exactly what the stage shows. */
export const placesFor = (ability: Ability, serverHas: boolean): readonly Place[] => [
  ...(ability.able ? (["browser"] as const) : []),
  ...(serverHas ? (["server"] as const) : []),
];

const REASONS: Readonly<Record<Inability, WordKey>> = {
  insecure: "export:whyInsecure",
  "no-webcodecs": "export:whyNoWebcodecs",
  "no-encoder": "export:whyNoEncoder",
};

/** Why there is no choice between both, as a sentence; null where there is one. */
export function reasonFor(ability: Ability, serverHas: boolean, title: string): string | null {
  if (ability.able) return serverHas ? null : say("export:onlyBrowser", { title });
  return say(serverHas ? REASONS[ability.why] : "export:nobody", { title });
}
