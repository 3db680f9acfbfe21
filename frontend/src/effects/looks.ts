/** Knows looks: whole stacks under a name, those that come with the client, and how one is made up by chance. Pure. */
import type { EffectLayer, EffectStack } from "../domain/effect";
import { layerOf } from "./stack";

type Values = EffectLayer["effect"]["values"];
type Part = readonly [effect: string, values?: Values];

/** Bottom to top. Names are words of the catalogue: effects:look_<name>. */
export const looks: Readonly<Record<string, readonly Part[]>> = {
  masks: [["overlay"]],
  focus: [["desaturate_background"], ["darken_background", { amount: 0.35, feather: 6 }]],
  portrait: [["blur_background", { strength: 12, highlights: 0.5, feather: 4 }]],
  stage: [
    ["spotlight", { amount: 0.8, spread: 40 }],
    ["glow", { spread: 14, strength: 0.5 }],
  ],
  paper: [
    ["outline_background", { strength: 1.4, paper: "#f6f1e4", ink: "#203040" }],
    ["cut_out", { borderWidth: 5 }],
  ],
  neon: [
    ["darken_background", { amount: 0.75, colour: "#0a0020" }],
    ["contour", { width: 3 }],
    ["glow", { spread: 30, strength: 1 }],
  ],
  hidden: [["pixelate", { side: 16, grow: 4 }]],
  news: [["darken_background", { amount: 0.3 }], ["contour", { width: 2 }], ["label"]],
  comic: [
    ["pixelate_background", { side: 8 }],
    ["burst", { opacity: 0.9 }],
    ["cut_out", { borderWidth: 6 }],
  ],
  speed: [
    ["desaturate_background", { amount: 0.6 }],
    ["trail", { ghosts: 6, spacing: 2 }],
  ],
  green: [["erase_background", { fill: "colour", colour: "#00b140" }]],
};

/** `newId` makes ids that no other layer has. */
export const stackOf = (parts: readonly Part[], newId: () => string): EffectStack =>
  parts.map(([name, values = {}]) => layerOf(newId(), name, values));

/** Colours that go together: dark, bright, and one that stands out. */
const SCHEMES = [
  ["#102a43", "#87c3d2", "#ffa52d"],
  ["#2b0a3d", "#ff4be1", "#ffe187"],
  ["#0b3b2e", "#69ffb4", "#ffffff"],
  ["#2d1b0e", "#ffb347", "#3b9dff"],
] as const;

const BACKGROUNDS: readonly ((scheme: readonly string[], amount: number) => Part)[] = [
  ([dark = "", bright = ""], amount) => [
    "gradient_background",
    { start: dark, end: bright, angle: 360 * amount },
  ],
  ([dark = ""], amount) => ["darken_background", { colour: dark, amount: 0.4 + 0.4 * amount }],
  (_, amount) => ["desaturate_background", { amount: 0.6 + 0.4 * amount }],
  (_, amount) => ["blur_background", { strength: 6 + Math.round(10 * amount), highlights: amount }],
  (_, amount) => ["pixelate_background", { side: 8 + Math.round(16 * amount) }],
  ([dark = "", bright = ""], amount) => [
    "outline_background",
    { paper: dark, ink: bright, strength: 1 + amount },
  ],
];

const OBJECTS: readonly ((scheme: readonly string[], amount: number) => readonly Part[])[] = [
  ([, , accent = ""], amount) => [
    ["cut_out", { borderColour: accent, borderWidth: 3 + Math.round(5 * amount) }],
  ],
  ([, bright = ""], amount) => [
    ["glow", { tint: "custom", colour: bright, spread: 16 + Math.round(30 * amount), strength: 1 }],
  ],
  ([, , accent = ""]) => [
    ["burst", { colour: accent }],
    ["cut_out", { borderWidth: 4 }],
  ],
  ([, bright = "", accent = ""], amount) => [
    ["gradient", { start: bright, end: accent, angle: 360 * amount, opacity: 0.55 }],
  ],
  ([, , accent = ""]) => [["trail", { tint: "custom", colour: accent, ghosts: 6, spacing: 2 }]],
  ([, , accent = ""]) => [["contour", { tint: "custom", colour: accent, width: 4, feather: 2 }], ["label"]],
];

/** `random` gives numbers from 0 up to 1. One effect behind the objects and one on them, in colours that go together. */
export function surprise(random: () => number, newId: () => string): EffectStack {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const scheme = pick(SCHEMES);
  return stackOf([pick(BACKGROUNDS)(scheme, random()), ...pick(OBJECTS)(scheme, random())], newId);
}
