/** Effects against their words in contract/effects; stacks as data. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { EffectParameter } from "../domain/effect";
import { defaultStack } from "./layers";
import { effectNamed, effects } from "./registry";
import { isSoft, parametersOf, reachOf, softEdges } from "./soft_edges";
import { layerOf, parseStack, withLayer } from "./stack";

interface Promised {
  readonly name: string;
  readonly reach?: boolean;
  readonly parameters: readonly EffectParameter[];
}

const contract = "../contract/effects";
const NO_EFFECTS = ["golden.json", "soft_edges.json", "stickers.json", "font.json"];
const read = (file: string): Promised => JSON.parse(readFileSync(`${contract}/${file}`, "utf8")) as Promised;
const promised = readdirSync(contract)
  .filter((file) => file.endsWith(".json") && !NO_EFFECTS.includes(file))
  .map(read);

/** Words of GLSL that an effect's own names would hide (render/shader.ts). */
const TAKEN = [
  "pixel",
  "below",
  "label",
  "cover",
  "away",
  "soft",
  "size",
  "top",
  "chosen",
  "x",
  "y",
  "r",
  "g",
];

describe("effects", () => {
  it("are those of the contract", () => {
    expect(effects.map(({ name }) => name).sort()).toEqual(promised.map(({ name }) => name).sort());
  });

  it.each(promised)("$name has the contract's words and parameters", ({ name, reach = false, ...rest }) => {
    const { title, description, on, parameters, everywhere, edgeless, ...effect } = effectNamed(name);
    expect({ title, description, on, parameters, everywhere, edgeless, maths: undefined }).toEqual({
      ...rest,
      maths: undefined,
    });
    expect(effect.reach !== undefined).toBe(reach);
  });

  it("share the parameters of soft edges", () => {
    expect(softEdges).toEqual(read("soft_edges.json").parameters);
    expect(parametersOf(effectNamed("erase")).map(({ name }) => name)).toEqual(["colour", "feather", "grow"]);
    expect(parametersOf(effectNamed("trail")).map(({ name }) => name)).not.toContain("feather");
  });

  it.each(effects)("$name has parameters that no word of GLSL is called", (effect) => {
    const names = parametersOf(effect).map(({ name }) => name);
    expect(names.filter((name) => TAKEN.includes(name))).toEqual([]);
  });

  it("ask for distances only where edges are soft, moved or looked at", () => {
    const [erase, glow, trail] = [effectNamed("erase"), effectNamed("glow"), effectNamed("trail")];
    expect([isSoft(erase, {}), reachOf(erase, {})]).toEqual([false, 0]);
    expect([isSoft(erase, { grow: -3 }), reachOf(erase, { grow: -3 })]).toEqual([true, 5]);
    expect(reachOf(erase, { feather: 10 })).toBe(7);
    expect([reachOf(glow, {}), reachOf(glow, { spread: 60, grow: 20 })]).toEqual([25, 64]);
    expect(reachOf(trail, { feather: 10 })).toBe(0);
  });

  it("refuses an unknown name", () => expect(() => effectNamed("sparkle")).toThrow(RangeError));
});

describe("stacks", () => {
  it("start with every default", () => {
    const values = { colour: "#000000", feather: 0, grow: 0 };
    expect(layerOf("a", "erase")).toEqual({
      id: "a",
      effect: { name: "erase", values },
      objectIds: null,
      enabled: true,
    });
  });

  it("get the background's effects below those on objects", () => {
    const stack = withLayer(withLayer(defaultStack, layerOf("a", "blur_background")), layerOf("b", "glow"));
    expect(stack.map(({ effect }) => effect.name)).toEqual(["blur_background", "overlay", "glow"]);
  });

  it("are read from what was kept, without what is damaged", () => {
    const good = { ...layerOf("a", "erase", { colour: "#ff0000" }), objectIds: [2] };
    const odd = { ...good, effect: { name: "erase", values: { colour: "red", grow: 900, junk: 1 } } };
    const kept: unknown = JSON.parse(JSON.stringify([good, { id: "x" }, layerOf("b", "trail"), odd, null]));
    expect(parseStack(kept)).toEqual([
      good,
      layerOf("b", "trail"),
      { ...layerOf("a", "erase"), objectIds: [2] },
    ]);
    expect(parseStack([{ ...good, effect: { name: "sparkle", values: {} } }])).toEqual([]);
    expect(parseStack({})).toBeNull();
  });
});
