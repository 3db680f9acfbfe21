/** What the server can do: its engines, limits, and the formats of exports and imports. */
import type { Checkpoint } from "./checkpoint";
import type { EffectParameter } from "./effect";
import type { ImportFormat } from "./maskImport";

export interface Engine {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly available: boolean;
  /** Why it is not available; empty when it is. */
  readonly reason: string;
  readonly device: string;
  /** Of its numbers: "float32", "bfloat16"; empty where it does not apply. */
  readonly precision: string;
  /** For a frame and an object at its largest image size; null while unknown. */
  readonly estimatedMs: number | null;
  /** To choose from, largest first; none where it works in the video's own pixels. */
  readonly imageSizes: readonly number[];
  /** Of a session that names none. */
  readonly defaultImageSize: number | null;
  readonly checkpoint: Checkpoint | null;
  readonly needs: string;
  readonly isDefault: boolean;
}

export interface Limits {
  readonly maxUploadBytes: number;
  readonly maxDurationSec: number;
  readonly maxObjects: number;
  readonly maxPoints: number;
  /** How long the trash keeps what was deleted; 0: not at all. */
  readonly keepDeletedSec: number;
}

/** What an export may be limited to. */
export type ExportSelection = "FRAMES" | "OBJECTS" | "STRIDE" | "RESOLUTION";

/** What an export is wanted for. */
export type ExportGroup = "DATA" | "TOOLS" | "EDITING" | "OVERVIEW" | "SESSION";

export interface ExportFormat {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly suffix: string;
  readonly options: readonly EffectParameter[];
  /** What the server's takes beside its options; nothing is said of formats that are made here. */
  readonly selections?: readonly ExportSelection[];
  /** Formats of one group come together; nothing is said of formats that are made here. */
  readonly group?: ExportGroup;
}

export interface Server {
  readonly version: string;
  readonly engines: readonly Engine[];
  readonly limits: Limits;
  readonly exportFormats: readonly ExportFormat[];
  readonly importFormats: readonly ImportFormat[];
  readonly folderEntries: readonly string[];
}
