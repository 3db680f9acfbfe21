/** What a press means on keyboards of many layouts. */
import { describe, expect, it } from "vitest";
import { chord, chordsOf, isKeptByBrowser, type KeyPress, parseChord } from "./chord";
import { chordWords } from "./chordWords";

const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const on =
  (isMac: boolean) =>
  (key: string, code: string, held: Partial<KeyPress> = {}) =>
    chordsOf(press(key, code, held), isMac);
const pressed = on(false);
const shiftKey = true;

describe("chordsOf", () => {
  it("names letters as the layout does, with Caps Lock or without", () => {
    expect(pressed("z", "KeyZ", { ctrlKey: true, shiftKey })).toEqual(["Ctrl+Shift+Z"]);
    expect(pressed("T", "KeyT")).toEqual(["T"]);
    // A French keyboard has A where others have Q.
    expect(pressed("a", "KeyQ")).toEqual(["A"]);
  });
  it("takes the place of the key where the layout has no Latin letter", () => {
    expect(pressed("я", "KeyZ", { ctrlKey: true })).toEqual(["Ctrl+Z"]);
    expect(pressed("В", "KeyD", { shiftKey })).toEqual(["Shift+D"]);
    expect(pressed("ㅇ", "KeyD")).toEqual(["D"]);
    expect(pressed("ж", "Semicolon")).toEqual([";"]);
    expect(pressed("Ж", "Semicolon", { shiftKey })).toEqual([":"]);
    expect(pressed("；", "Semicolon")).toEqual([";"]);
    expect(pressed("Process", "KeyT")).toEqual(["T"]);
    // Option makes signs on a Mac.
    expect(on(true)("†", "KeyT", { altKey: true })).toEqual(["Alt+T"]);
  });
  it("counts Shift with names and letters, not with signs", () => {
    expect(pressed("?", "Slash", { shiftKey })).toEqual(["?"]);
    expect(pressed(":", "Period", { shiftKey })).toEqual([":"]);
    expect(pressed("ArrowLeft", "ArrowLeft", { shiftKey })).toEqual(["Shift+ArrowLeft"]);
    expect(pressed(" ", "Space")).toEqual(["Space"]);
  });
  it("finds digits on every row of digits, and Shift with them", () => {
    expect(pressed("1", "Digit1")).toEqual(["1"]);
    expect(pressed("!", "Digit1", { shiftKey })).toEqual(["!", "Shift+1"]);
    expect(pressed("&", "Digit1")).toEqual(["&", "1"]);
    expect(pressed("1", "Digit1", { shiftKey })).toEqual(["1", "Shift+1"]);
    // British and Russian keyboards have signs there that no list of keys names.
    expect(pressed("£", "Digit3", { shiftKey })).toEqual(["Shift+3"]);
    expect(pressed("№", "Digit3", { shiftKey })).toEqual(["Shift+3"]);
  });
  it("takes Cmd for Ctrl on a Mac, and leaves the Windows key alone", () => {
    expect(on(true)("z", "KeyZ", { metaKey: true })).toEqual(["Ctrl+Z"]);
    expect(pressed("z", "KeyZ", { metaKey: true })).toEqual([]);
  });
  it("knows that AltGr types", () => {
    const altGr = { ctrlKey: true, altKey: true, getModifierState: () => true };
    expect(pressed("[", "Digit8", altGr)[0]).toBe("[");
  });
  it("means nothing by a modifier alone", () => {
    expect(pressed("Shift", "ShiftLeft", { shiftKey })).toEqual([]);
    expect(pressed("Dead", "")).toEqual([]);
  });
});

describe("chords as text", () => {
  it("are read as they are kept, and nothing else", () => {
    expect(["Ctrl+Shift+Z", "Alt+=", "Ctrl++", "F2", ";"].map(parseChord)).not.toContain(null);
    expect(["", "z", "Shift+Ctrl+Z", "Shift+?", "Ctrl+", "Hyper+Z", "Dead"].map(parseChord)).toEqual(
      Array(7).fill(null),
    );
    expect(() => chord("Shift+?")).toThrow();
  });
  it("are shown as keyboards have them", () => {
    expect(chordWords(chord("Ctrl+Shift+ArrowLeft"), false)).toBe("Ctrl+Shift+←");
    expect(chordWords(chord("Ctrl+Shift+Z"), true)).toBe("⌘⇧Z");
    expect(chordWords(chord("Escape"), false)).toBe("Esc");
  });
  it("that browsers keep are known", () => {
    expect(["Ctrl+W", "Ctrl+Tab", "F11"].map((text) => isKeptByBrowser(chord(text)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(isKeptByBrowser(chord("Ctrl+B"))).toBe(false);
  });
});
