import { expect, it } from "vitest";
import { pairColour } from "./paired_colour";

it("puts U and V of each sample side by side and leaves brightness alone", () => {
  const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 50, 51, 52, 90, 91, 92);
  pairColour(bytes, 6, 3);
  expect([...bytes]).toEqual([1, 2, 3, 4, 5, 6, 50, 90, 51, 91, 52, 92]);
  const others = Uint8Array.of(7, 250, 251);
  pairColour(others, 1, 1);
  expect([...others]).toEqual([7, 250, 251]);
});
