/** How far a list scrolls to a row. */
import { expect, it } from "vitest";
import { scrollNeeded } from "./useScrolledTo";

it.each([
  ["in sight", { top: 20, bottom: 40 }, 0],
  ["above", { top: -30, bottom: -10 }, -30],
  ["below", { top: 110, bottom: 130 }, 30],
])("a row %s", (_, row, expected) => {
  expect(scrollNeeded({ top: 0, bottom: 100 }, row)).toBe(expected);
});
