import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultSetting, effectNamed, effects } from "./registry";

const contract = "../contract/effects";
const promised = readdirSync(contract)
  .filter((file) => file.endsWith(".json") && file !== "golden.json")
  .map((file) => JSON.parse(readFileSync(`${contract}/${file}`, "utf8")) as { name: string });

describe("effects", () => {
  it("are those of the contract", () => {
    expect(effects.map(({ name }) => name).sort()).toEqual(promised.map(({ name }) => name).sort());
  });

  it.each(promised)("$name has the contract's words and parameters", ({ name, ...rest }) => {
    const { title, description, parameters } = effectNamed(name);
    expect({ title, description, parameters }).toEqual({ ...rest, maths: undefined });
  });

  it("starts with every default", () => {
    expect(defaultSetting(effectNamed("erase"))).toEqual({
      name: "erase",
      values: { colour: "#000000", margin: 2 },
    });
  });

  it("refuses an unknown name", () => expect(() => effectNamed("sparkle")).toThrow(RangeError));
});
