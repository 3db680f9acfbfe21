/** Which key means what, and who keeps a key. */
import { afterEach, describe, expect, it } from "vitest";
import { letGo, shortcutOf, shortcuts } from "./useShortcuts";

const key = (name: string, shiftKey = false, ctrlKey = false) =>
  shortcutOf({ key: name, shiftKey, ctrlKey, metaKey: false });

describe("shortcutOf", () => {
  it("takes letters with Caps Lock, and Shift where it means something", () => {
    expect([key("T"), key("T", true), key("ArrowLeft", true), key("?", true), key(" ", true)]).toEqual([
      "t",
      "Shift+t",
      "Shift+ArrowLeft",
      "?",
      " ",
    ]);
    expect(key("b", false, true)).toBe("Ctrl+b");
  });
  it("names only keys that can be pressed", () => {
    for (const name of Object.keys(shortcuts)) {
      const bare = name.replace(/^(Ctrl\+)?(Shift\+)?/, "");
      expect(key(bare, name.includes("Shift+"), name.startsWith("Ctrl+"))).toBe(name);
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
