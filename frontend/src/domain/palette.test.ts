/** The palette is the one that the server paints with. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { OBJECT_COLOURS } from "./palette";

it("holds the contract's colours in their order", () => {
  const contract = JSON.parse(readFileSync("../contract/palette.json", "utf8")) as { colours: string[] };
  expect(OBJECT_COLOURS).toEqual(contract.colours);
});
