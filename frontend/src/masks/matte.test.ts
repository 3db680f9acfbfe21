/** A matte: objects white, all else black. */
import { expect, it } from "vitest";
import { matteOf } from "./matte";

it("turns column-major labels to rows of white and black", () => {
  // Two columns of four rows; the object is the upper right half.
  const labels = Uint8Array.of(0, 0, 0, 0, 3, 1, 0, 0);
  const grey = [128, 128, 128, 128];
  expect([...matteOf(labels, 2, 4)]).toEqual([16, 235, 16, 235, 16, 16, 16, 16, ...grey]);
  expect([...matteOf(null, 2, 2)]).toEqual([16, 16, 16, 16, 128, 128]);
});
