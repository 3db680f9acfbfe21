/** A key with its modifiers, as text: "Ctrl+Shift+Z". Knows what an event of a keyboard of any layout means. Pure. */

/** Modifiers in the order Ctrl, Alt, Shift, then the key: a Latin capital, a sign, "Space", or a name as of KeyboardEvent.key. */
export type Chord = string & { readonly brand: "Chord" };

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  getModifierState?(name: "AltGraph"): boolean;
}

/** What the keys of signs give on a keyboard of the United States, without and with Shift. */
const SIGNS: Readonly<Record<string, readonly [plain: string, shifted: string]>> = {
  Backquote: ["`", "~"],
  Minus: ["-", "_"],
  Equal: ["=", "+"],
  BracketLeft: ["[", "{"],
  BracketRight: ["]", "}"],
  Backslash: ["\\", "|"],
  Semicolon: [";", ":"],
  Quote: ["'", '"'],
  Comma: [",", "<"],
  Period: [".", ">"],
  Slash: ["/", "?"],
};

const NAMED =
  /^(Space|Arrow(Left|Right|Up|Down)|Home|End|PageUp|PageDown|Escape|Enter|Tab|Backspace|Delete|Insert|F\d{1,2})$/;
const isLetter = (key: string): boolean => /^[A-Z]$/.test(key);
const isDigit = (key: string): boolean => /^\d$/.test(key);
const isSign = (key: string): boolean => /^[!-/:-@[-`{-~]$/.test(key);

/** "ctrl+shift+z" is none: names are written as they are kept. */
export function parseChord(text: string): Chord | null {
  const [, modifiers = "", key = ""] = /^((?:Ctrl\+)?(?:Alt\+)?(?:Shift\+)?)(.+)$/.exec(text) ?? [];
  const isKnown = NAMED.test(key) || isLetter(key) || isDigit(key) || isSign(key);
  // Shift is part of a sign, so it is never named with one.
  if (!isKnown || (isSign(key) && modifiers.includes("Shift+"))) return null;
  return text as Chord;
}

/** For what is written in the sources; a mistake there is one of ours. */
export function chord(text: string): Chord {
  const parsed = parseChord(text);
  if (parsed === null) throw new Error(`There is no chord ${text}.`);
  return parsed;
}

const isAscii = (key: string): boolean => /^[ -~]$/.test(key);

/** The key as this layout names it, where that is Latin; else where it sits on the keyboard. */
function keyOf({ key, code, shiftKey }: KeyPress): string | null {
  if (key === " " || code === "Space") return "Space";
  if (NAMED.test(key)) return key;
  // "+" of the pad and of the row are the same.
  if (isAscii(key)) return key.toUpperCase();
  return placeOf(code, shiftKey);
}

function placeOf(code: string, shifted: boolean): string | null {
  if (/^Key[A-Z]$/.test(code)) return code.slice(3);
  if (/^Digit\d$/.test(code)) return code.slice(5);
  return SIGNS[code]?.[shifted ? 1 : 0] ?? null;
}

const withModifiers = (key: string, ctrl: boolean, alt: boolean, shift: boolean): Chord =>
  `${ctrl ? "Ctrl+" : ""}${alt ? "Alt+" : ""}${shift && !isSign(key) ? "Shift+" : ""}${key}` as Chord;

/**
 * What a press may mean, most likely first: what its layout says, then, for the row of digits, the digit that sits
 * there (Shift+1 beside "!"; a French row gives digits only with Shift). None for a modifier alone.
 */
export function chordsOf(press: KeyPress, isMac: boolean): readonly Chord[] {
  if (press.metaKey && !isMac) return [];
  const typed = press.getModifierState?.("AltGraph") === true;
  const ctrl = !typed && (press.ctrlKey || (isMac && press.metaKey));
  const alt = !typed && press.altKey;
  const key = keyOf(press);
  if (key === null) return [];
  const row = /^Digit(\d)$/.exec(press.code)?.[1];
  // A digit that needs Shift on this layout is still that digit; one that is only the key's place ("£", "№") is not typed.
  const shiftedDigit = isDigit(press.key) && press.shiftKey && row !== undefined;
  const found = [withModifiers(key, ctrl, alt, press.shiftKey && !shiftedDigit)];
  if (row !== undefined) found.push(withModifiers(row, ctrl, alt, press.shiftKey));
  return [...new Set(found)];
}

/** Keys that browsers or systems keep for themselves, whatever a page does. */
const KEPT = new Set(
  ["N", "T", "W", "Tab", "Shift+N", "Shift+T", "Shift+W", "Shift+Tab", "Shift+Q"].map((key) => `Ctrl+${key}`),
);
const isKeptByName = (text: string): boolean => /^(F11|F12|Alt\+F4|Alt\+Tab|Alt\+Shift\+Tab)$/.test(text);

export const isKeptByBrowser = (wanted: Chord): boolean => KEPT.has(wanted) || isKeptByName(wanted);
