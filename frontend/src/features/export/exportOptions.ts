/** What can be chosen for an export: the format's own options; effects are those that are on the screen. Pure. */
import type { EffectParameter, EffectStack, ParameterValue } from "../../domain/effect";
import type { ExportPart } from "../../domain/export_part";
import type { ExportFormat, ExportSelection } from "../../domain/server";

export type OptionValues = Readonly<Record<string, ParameterValue>>;

const defaultOf = (option: EffectParameter, shown: EffectStack): ParameterValue =>
  option.kind === "effects" ? JSON.stringify(shown.filter(({ enabled }) => enabled)) : option.default;

export const startingValues = (format: ExportFormat, shown: EffectStack): OptionValues =>
  Object.fromEntries(format.options.map((option) => [option.name, defaultOf(option, shown)]));

/** Options with a control of their own; effects are chosen in their own panel. */
export const visibleOptions = (format: ExportFormat): readonly EffectParameter[] =>
  format.options.filter(({ kind }) => kind !== "effects");

/** Whether a part can be had. What is made here, and what the server says nothing of, takes one of the frames. */
export const takesFrames = ({ selections }: ExportFormat): boolean => selections?.includes("FRAMES") ?? true;

export const takes = ({ selections }: ExportFormat, selection: ExportSelection): boolean =>
  selections?.includes(selection) ?? false;

/** Without what the format does not take. */
export const partFor = (format: ExportFormat, wish: ExportPart): ExportPart => ({
  ...(takesFrames(format) && { range: wish.range ?? null }),
  ...(takes(format, "OBJECTS") && { objectIds: wish.objectIds ?? null }),
  ...(takes(format, "STRIDE") && { stride: wish.stride ?? 1 }),
  ...(takes(format, "RESOLUTION") && { isOriginal: wish.isOriginal ?? false }),
});
