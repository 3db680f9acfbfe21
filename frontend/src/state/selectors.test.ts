/** What changes quickly is seen now and then, and in the end as it is. */
import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useCalm } from "./selectors";

const CALM_MS = 200;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = () => act(() => vi.advanceTimersByTime(CALM_MS));

it("waits, then shows the newest", () => {
  const { result, rerender } = renderHook((value: number) => useCalm(value, CALM_MS), { initialProps: 0 });
  rerender(1);
  rerender(2);
  expect(result.current).toBe(0);
  pass();
  expect(result.current).toBe(2);
});

it("goes on when the value changes in the render that shows the one before", () => {
  const { result, rerender } = renderHook((value: number) => useCalm(value, CALM_MS), { initialProps: 0 });
  rerender(1);
  act(() => {
    vi.advanceTimersByTime(CALM_MS);
    rerender(2);
  });
  expect(result.current).toBe(1);
  pass();
  expect(result.current).toBe(2);
});
