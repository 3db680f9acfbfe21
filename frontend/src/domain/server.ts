/** What the server can do: its engines, limits and export formats. */
import type { EffectParameter } from "./effect";

export interface Engine {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly available: boolean;
  readonly reason: string;
  readonly device: string;
  readonly needs: string;
  readonly isDefault: boolean;
}

export interface Limits {
  readonly maxUploadBytes: number;
  readonly maxDurationSec: number;
  readonly maxObjects: number;
  readonly maxPoints: number;
}

export interface ExportFormat {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly suffix: string;
  readonly options: readonly EffectParameter[];
}

export interface Server {
  readonly version: string;
  readonly engines: readonly Engine[];
  readonly limits: Limits;
  readonly exportFormats: readonly ExportFormat[];
  readonly folderEntries: readonly string[];
}
