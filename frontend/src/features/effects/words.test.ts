/** Every word of the effects is in the catalogue, and the English ones are the contract's. */
import { describe, expect, it } from "vitest";
import { looks, surprise } from "../../effects/looks";
import { effects } from "../../effects/registry";
import { parametersOf } from "../../effects/soft_edges";
import english from "../../words/en/effects.json";
import { titleKey } from "./words";

const words: Readonly<Record<string, string>> = english;

describe("the words of effects", () => {
  it.each(effects)("$name is called as in the contract, and so are its parameters", (effect) => {
    expect(words[`effect_${effect.name}`]).toBe(effect.title);
    expect(words[`about_${effect.name}`]).toBe(effect.description);
    for (const { title, choices = [] } of parametersOf(effect)) {
      expect(words[`parameter_${titleKey(title)}`]).toBe(title);
      for (const choice of choices) expect(words[`choice_${choice}`]).toBeTruthy();
    }
  });

  it("name every look", () => {
    for (const name of Object.keys(looks)) expect(words[`look_${name}`]).toBeTruthy();
  });
});

describe("a look by chance", () => {
  it("is a background and something on the objects, whatever the dice say", () => {
    for (let step = 0; step < 60; step++) {
      let ids = 0;
      const stack = surprise(
        () => (step / 60 + ids * 0.37) % 1,
        () => String(ids++),
      );
      const on = stack.map(({ effect }) => effects.find(({ name }) => name === effect.name)?.on);
      expect(on[0]).toBe("background");
      expect(on.slice(1)).toContain("objects");
      for (const { effect } of stack) {
        const known = effects.find(({ name }) => name === effect.name);
        for (const parameter of known === undefined ? [] : parametersOf(known)) {
          const value = effect.values[parameter.name] ?? parameter.default;
          if (parameter.kind !== "number") continue;
          expect(value).toBeGreaterThanOrEqual(parameter.minimum ?? 0);
          expect(value).toBeLessThanOrEqual(parameter.maximum ?? 1);
        }
      }
    }
  });
});
