/** Text and stickers, and the data that both sides draw them from. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { nameSheet, textSheet, textWidth } from "./lettering";
import { stickerSheet } from "./stickers";

const same = (name: string) => [
  readFileSync(`src/effects/data/${name}`, "utf8"),
  readFileSync(`../contract/effects/${name}`, "utf8"),
];

describe("data of both sides", () => {
  it.each(["font.json", "stickers.json"])("%s is the contract's", (name) => {
    const [here, promised] = same(name);
    expect(here).toBe(promised);
  });
});

describe("names", () => {
  it("stand under each other, each row saying how wide it is", () => {
    const { draw } = nameSheet({ textSize: 20 }, ["Cat", "a longer name"]);
    const sheet = draw();
    expect([sheet.width, sheet.height]).toEqual([textWidth("a longer name", 20) + 1, 40]);
    const wideAt = (row: number) => {
      const at = ((row + 1) * sheet.width - 1) * 4;
      return (sheet.bytes[at] ?? 0) * 256 + (sheet.bytes[at + 1] ?? 0);
    };
    expect([wideAt(0), wideAt(20)]).toEqual([textWidth("Cat", 20), textWidth("a longer name", 20)]);
  });

  it("in letters that the font lacks are numbers", () => {
    expect(nameSheet({}, ["猫"]).key).toBe(nameSheet({}, ["1"]).key);
    expect(nameSheet({}, [""]).key).toBe(nameSheet({}, ["1"]).key);
    expect(textSheet({ text: "猫!" }, []).key).toBe("?!");
  });
});

describe("stickers", () => {
  it.each(["heart", "star", "smile", "sunglasses", "flame"])("%s is a shape on nothing", (shape) => {
    const { width, bytes } = stickerSheet({ shape }, []).draw();
    expect(bytes[3]).toBe(0);
    const covered = bytes.filter((_, at) => at % 4 === 3 && (bytes[at] ?? 0) > 127).length;
    expect(covered / width ** 2).toBeGreaterThan(0.1);
    expect(covered / width ** 2).toBeLessThan(0.8);
  });
});
