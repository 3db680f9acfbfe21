/** What an import brought, in words: its sum, and what did not fit, by kinds. Pure. */
import { sentence } from "../api/errors";
import type { ImportFormat, ImportProblem, ImportProblemKind, ImportReport } from "../domain/maskImport";
import { Fault } from "../domain/problem";
import { say, sayElsewhere } from "../words/words";

/** "frame 12", "frames 0–288" */
export const framesWords = (first: number, last: number): string =>
  first === last ? say("state:edit_frame", { frame: first }) : say("state:edit_frames", { first, last });

/** "240 masks of 2 objects on frames 0–119" */
export function resultWords({ masks, objects }: ImportReport): string {
  const first = Math.min(...objects.map(({ firstFrame }) => firstFrame));
  const last = Math.max(...objects.map(({ lastFrame }) => lastFrame));
  return say("import:result", {
    masks: say("import:masks", { count: masks }),
    objects: say("import:ofObjects", { count: objects.length }),
    frames: framesWords(first, last),
  });
}

/** The catalogue's sentence; in English, and where it has none, the server's. */
export const sentenceOf = ({ kind, message, details }: ImportProblem): string =>
  sayElsewhere(`problems:${kind}`, details) ?? message;

type Why = Pick<ImportProblem, "item" | "kind" | "details">;

/** The sentence of a failure; in other languages than English with the first thing that did not fit, which English has in it. */
export function failureWords(error: unknown): string {
  // What the files themselves are to blame for: too many for a zip, or gone since they were chosen.
  if (error instanceof RangeError) return error.message;
  if (error instanceof DOMException) return say("import:unread", { why: error.message });
  const said = sentence(error);
  const why = error instanceof Fault ? (error.details.problem as Why | undefined) : undefined;
  const because = why && sayElsewhere(`problems:${why.kind}`, why.details);
  if (why === undefined || because === null || because === undefined) return said;
  return `${said} ${why.item === "" ? because : say("import:itemWhy", { item: why.item, why: because })}`;
}

export const kindTitle = (kind: ImportProblemKind): string => say(`import:kind_${kind}`);

/** Items of one kind that one sentence is true of. */
export interface ProblemLine {
  readonly sentence: string;
  /** As the file calls them; empty where it speaks of the whole file. */
  readonly items: readonly string[];
}

export interface ProblemGroup {
  readonly kind: ImportProblemKind;
  readonly count: number;
  readonly wasTaken: boolean;
  readonly lines: readonly ProblemLine[];
}

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** By kinds, in the order in which they came; equal sentences once. */
export function problemGroups(problems: readonly ImportProblem[]): readonly ProblemGroup[] {
  return [...grouped(problems, ({ kind }) => kind)].map(([kind, list]) => ({
    kind,
    count: list.length,
    wasTaken: list.every(({ wasTaken }) => wasTaken),
    lines: [...grouped(list, sentenceOf)].map(([sentence, alike]) => ({
      sentence,
      items: alike.map(({ item }) => item).filter((item) => item !== ""),
    })),
  }));
}

/** In English as the server says what it has, else as the catalogue does. */
export const importFormatInWords = (format: ImportFormat): ImportFormat => ({
  ...format,
  title: sayElsewhere(`formats:import_${format.name}`, {}) ?? format.title,
  description: sayElsewhere(`formats:aboutImport_${format.name}`, {}) ?? format.description,
});
