/** Who keeps a key: a field that is typed into, a control that lives by it, an open dialog; or nobody, then the page has it. */
import type { Chord } from "./chord";

/** Text is typed here, or letters choose from a list. */
const TYPED_INTO =
  "input:not([type=range], [type=checkbox], [type=radio], [type=color], [type=button]), textarea, select, " +
  "[contenteditable]:not([contenteditable=false]), [role=textbox], [role=combobox], [role=listbox], [role=menu]";

/** Moved by arrows, Home, End and the like. */
const MOVED =
  "[role=slider], [role=tab], [role=radio], [role=separator], input[type=range], input[type=radio]";

/** Pressed with Space and Enter. */
const PRESSED = "button, a[href], summary, input, [role=tab], [role=radio], [role=switch], [role=checkbox]";

const DIALOG = "[role=dialog], [role=alertdialog]";

/** The picture takes keys as the empty page does. */
const FREE = "body, html, [role=application]";

const isMoving = (key: string): boolean => /^(Shift\+)?(Arrow\w+|Home|End|PageUp|PageDown)$/.test(key);
const isPressing = (key: string): boolean => key === "Space" || key === "Enter";

export function isTypedInto(target: Element | null): boolean {
  return target?.closest(TYPED_INTO) != null;
}

export function isDialogOpen(page: Document): boolean {
  return page.querySelector(DIALOG) !== null;
}

/** True where the focus rests on nothing that Tab is needed for. */
export const isFree = (target: Element | null): boolean => target === null || target.matches(FREE);

/** True when what has the focus needs this key itself. */
export function isKept(target: Element | null, pressed: Chord): boolean {
  if (target === null) return false;
  if (isTypedInto(target)) return true;
  if (isMoving(pressed) && target.closest(MOVED) !== null) return true;
  if (pressed.includes("Arrow") && target.closest(PRESSED) !== null) return true;
  return isPressing(pressed) && target.closest(PRESSED) !== null;
}
