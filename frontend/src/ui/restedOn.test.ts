import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followRest } from "./restedOn";

describe("what is rested on", () => {
  const told: (string | null)[] = [];
  let stop: () => void;

  const at = (id: string): Element => {
    const element = document.getElementById(id);
    if (element === null) throw new Error(`there is no ${id}`);
    return element;
  };
  const point = (id: string, pointerType = "mouse"): void => {
    at(id).dispatchEvent(new PointerEvent("pointerover", { bubbles: true, pointerType }));
  };

  beforeEach(() => {
    vi.useFakeTimers();
    document.body.innerHTML =
      '<button id="a" data-hint="A"><i id="icon"></i></button><button id="b" data-hint="B"></button><p id="none"></p>';
    told.length = 0;
    stop = followRest((element) => told.push(element?.id ?? null));
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it("is told after a while, and no more when the pointer leaves", () => {
    point("icon");
    vi.advanceTimersByTime(400);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(told).toEqual(["a"]);
    point("none");
    expect(told).toEqual(["a", null]);
  });

  it("is told at once for the next one", () => {
    point("a");
    vi.advanceTimersByTime(600);
    point("b");
    vi.advanceTimersByTime(1);
    expect(told).toEqual(["a", null, "b"]);
  });

  it("is not told of what was pressed until the pointer comes again", () => {
    point("a");
    at("a").dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
    point("icon");
    vi.advanceTimersByTime(2000);
    expect(told).toEqual([]);
  });

  it("is not told of what is open", () => {
    at("a").setAttribute("aria-expanded", "true");
    point("a");
    vi.advanceTimersByTime(2000);
    expect(told).toEqual([]);
  });

  it("means nothing to a finger", () => {
    point("a", "touch");
    vi.advanceTimersByTime(2000);
    expect(told).toEqual([]);
  });

  it("is what the keyboard comes to, at once", () => {
    const focused = at("b") as HTMLButtonElement;
    vi.spyOn(focused, "matches").mockImplementation((selector) => selector === ":focus-visible");
    focused.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    focused.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    expect(told).toEqual(["b", null]);
  });
});
