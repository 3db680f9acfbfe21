/** Which key means what, and who keeps a key. */
import { afterEach, describe, expect, it } from "vitest";
import { letGo, shortcutOf, shortcuts } from "./useShortcuts";

const key = (name: string, shiftKey = false) => shortcutOf({ key: name, shiftKey });

describe("shortcutOf", () => {
  it("takes letters in either case and arrows with Shift", () => {
    expect([key("T", true), key("t"), key("ArrowLeft"), key("ArrowLeft", true), key(" ")]).toEqual([
      "t",
      "t",
      "ArrowLeft",
      "Shift+ArrowLeft",
      " ",
    ]);
  });
  it("names only keys that can be pressed", () => {
    for (const name of Object.keys(shortcuts)) {
      expect(key(name.replace("Shift+", ""), name.startsWith("Shift+"))).toBe(name);
    }
  });
});

describe("letGo", () => {
  afterEach(() => document.body.replaceChildren());
  const click = (detail: number, popup = false): boolean => {
    const button = document.createElement("button");
    if (popup) button.setAttribute("aria-haspopup", "menu");
    // happy-dom does not reflect the attribute.
    Object.defineProperty(button, "ariaHasPopup", { value: popup ? "menu" : null });
    document.body.append(button);
    button.focus();
    button.addEventListener("click", letGo);
    button.dispatchEvent(new MouseEvent("click", { detail, bubbles: true }));
    return document.activeElement === button;
  };
  it("takes the focus from what was clicked, not from what was pressed by key", () => {
    expect(click(1)).toBe(false);
    expect(click(0)).toBe(true);
  });
  it("leaves it with what opens something", () => {
    expect(click(1, true)).toBe(true);
  });
});
