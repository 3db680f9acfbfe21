/** Chords as people read them on their keyboard. */
import { say, type WordKey } from "../../words/words";
import type { Chord } from "./chord";

const ARROWS: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

const NAMES: Readonly<Record<string, WordKey>> = {
  Space: "keys:keySpace",
  Escape: "keys:keyEscape",
  PageUp: "keys:keyPageUp",
  PageDown: "keys:keyPageDown",
  Home: "keys:keyHome",
  End: "keys:keyEnd",
  Delete: "keys:keyDelete",
  Backspace: "keys:keyBackspace",
};

const MAC: Readonly<Record<string, string>> = { Ctrl: "⌘", Alt: "⌥", Shift: "⇧" };

/** "Ctrl+Shift+ArrowLeft" -> ["Ctrl", "Shift", "←"]; on a Mac ["⌘", "⇧", "←"] */
export function chordParts(chord: Chord, isMac: boolean): readonly string[] {
  const [, modifiers = "", key = ""] = /^((?:(?:Ctrl|Alt|Shift)\+)*)(.+)$/.exec(chord) ?? [];
  const name = NAMES[key];
  const shown = ARROWS[key] ?? (name === undefined ? key : say(name));
  const held = modifiers.split("+").filter((one) => one !== "");
  return [...held.map((one) => (isMac ? (MAC[one] ?? one) : one)), shown];
}

/** "Ctrl+Shift+Z"; "⌘⇧Z" on a Mac. */
export const chordWords = (chord: Chord, isMac: boolean): string =>
  chordParts(chord, isMac).join(isMac ? "" : "+");

/** Macs say Cmd where others say Ctrl. */
export const isMacKeyboard = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);
