/** Tools and the overlay's look, as keys change them; and which draft is shown. */
import { describe, expect, it } from "vitest";
import { frameIndex, objectId } from "../domain/clip";
import type { EffectStack } from "../domain/effect";
import type { Draft } from "../domain/mask";
import { defaultStack } from "../effects/layers";
import { layerOf } from "../effects/stack";
import { Drafts } from "./drafts";
import { createStageStore } from "./stageStore";
import { Tools } from "./tools";

const setUp = (stack: EffectStack = defaultStack) => {
  const stage = createStageStore(stack);
  return { stage, tools: new Tools(stage), layer: () => stage.getState().effects[0] };
};

describe("Tools", () => {
  it("takes a tool and puts it down again", () => {
    const { stage, tools } = setUp();
    tools.toggle("brush");
    expect(stage.getState().tool).toBe("brush");
    tools.toggle("brush");
    expect(stage.getState().tool).toBe("point");
  });
  it("swaps the sign", () => {
    const { stage, tools } = setUp();
    tools.swapSign();
    expect(stage.getState().sign).toBe(0);
    tools.swapSign();
    expect(stage.getState().sign).toBe(1);
  });
  it("changes the brush by whole pixels, in its limits", () => {
    const { stage, tools } = setUp();
    const size = () => stage.getState().brushSize;
    for (let press = 0; press < 40; press++) tools.growBrush();
    expect(size()).toBe(240);
    for (let press = 0; press < 40; press++) tools.shrinkBrush();
    expect(size()).toBe(2);
    tools.growBrush();
    expect(size()).toBe(3);
  });
});

describe("the overlay's look", () => {
  it("goes round fill, contour, both and off", () => {
    const { layer, tools } = setUp();
    const seen = ["off", "fill", "contour", "both"].map(() => {
      tools.nextOverlayMode();
      return layer()?.enabled ? layer()?.effect.values.mode : "off";
    });
    expect(seen).toEqual(["off", "fill", "contour", "both"]);
  });
  it("changes opacity by tenths, and shows what was off", () => {
    const { layer, tools } = setUp();
    tools.nextOverlayMode();
    tools.moreOpaque();
    expect(layer()).toMatchObject({ enabled: true, effect: { values: { opacity: 0.55 } } });
    for (let press = 0; press < 9; press++) tools.lessOpaque();
    expect(layer()?.effect.values.opacity).toBe(0);
  });
  it("leaves other effects alone", () => {
    const stack = [layerOf("e", "erase")];
    const { stage, tools } = setUp(stack);
    tools.nextOverlayMode();
    tools.moreOpaque();
    expect(stage.getState().effects).toEqual(stack);
  });
});

describe("Drafts", () => {
  it("shows what is painted before what is looked at", () => {
    const shown: (string | null)[] = [];
    const drafts = new Drafts(() => ({ setDraft: (draft) => void shown.push(draft?.rle.counts ?? null) }));
    const draft = (counts: string): Draft => ({
      objectId: objectId(0),
      frameIndex: frameIndex(0),
      colour: "#ffffff",
      rle: { size: [4, 6], counts },
    });
    drafts.set("preview", draft("a"));
    drafts.set("paint", draft("b"));
    drafts.set("preview", draft("c"));
    drafts.set("paint", null);
    drafts.set("preview", null);
    expect(shown).toEqual(["a", "b", "c", null]);
  });
});
