/** Keys of the stage. Fields keep their own keys. */
import { useEffect, useEffectEvent } from "react";
import { isActive } from "../../domain/session";
import { useMaxObjects } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import type { Workspace } from "../../state/workspace";

const OWN_KEYS = "input, textarea, select, [contenteditable], [role=slider], [role=listbox], [role=menu]";

/** Where Space and Enter press a button and arrows choose among tabs. */
const PRESSABLE = "button, a, [role=tab], [role=radio]";

/** Shift counts with letters and arrows only: other signs need it or not by the keyboard's layout. */
export function shortcutOf({
  key,
  shiftKey,
  ctrlKey,
  metaKey,
}: Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey">): string {
  const isLetter = /^[a-z]$/i.test(key);
  const name = isLetter ? key.toLowerCase() : key;
  const shift = shiftKey && (isLetter || key.startsWith("Arrow")) ? "Shift+" : "";
  return (ctrlKey || metaKey ? "Ctrl+" : "") + shift + name;
}

export type Action = (workspace: Workspace) => void;

const track =
  (direction: "FORWARD" | "BACKWARD" | "BOTH"): Action =>
  ({ commands, server }) => {
    if (!isActive(server.getState().session?.propagation ?? null)) void commands.track(direction);
  };

const putDown: Action = ({ stage }) => {
  const { tool } = stage.getState();
  stage.setState(tool === "box" ? { tool: "point" } : { selected: null });
};

export const shortcuts: Readonly<Record<string, Action>> = {
  " ": (workspace) => workspace.togglePlay(),
  ArrowLeft: (workspace) => workspace.step(-1),
  ArrowRight: (workspace) => workspace.step(1),
  d: (workspace) => workspace.step(-1),
  f: (workspace) => workspace.step(1),
  "Shift+ArrowLeft": (workspace) => workspace.step(-10),
  "Shift+ArrowRight": (workspace) => workspace.step(10),
  Home: (workspace) => workspace.seek(0),
  End: (workspace) => workspace.seek(Number.MAX_SAFE_INTEGER),
  t: track("FORWARD"),
  "Shift+t": track("BACKWARD"),
  "Ctrl+b": track("BOTH"),
  "?": ({ stage }) => stage.setState(({ keysShown }) => ({ keysShown: !keysShown })),
  b: ({ stage }) => stage.setState({ tool: stage.getState().tool === "box" ? "point" : "box" }),
  Escape: putDown,
};

/** What was pressed with the pointer does not hold on to Space and the arrows; what opens something does. */
export function letGo(event: MouseEvent): void {
  const byPointer = event.detail > 0;
  const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>(PRESSABLE) : null;
  if (byPointer && pressed !== null && pressed === document.activeElement && !pressed.ariaHasPopup)
    pressed.blur();
}

export function useShortcuts(): void {
  const workspace = useWorkspace();
  const most = useMaxObjects();
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey) return;
    const at = event.target instanceof Element ? event.target : null;
    if (at?.closest(OWN_KEYS)) return;
    const key = shortcutOf(event);
    const keeps = key === " " || key === "Enter" || key.includes("Arrow");
    if (keeps && at?.closest(PRESSABLE)) return;
    const action = key === "n" ? addObject(most) : shortcuts[key];
    if (action === undefined) return;
    event.preventDefault();
    action(workspace);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    window.addEventListener("click", letGo);
    return () => {
      window.removeEventListener("keydown", listen);
      window.removeEventListener("click", letGo);
    };
  }, []);
}

const addObject =
  (most: number): Action =>
  ({ commands, prompting, server }) => {
    const count = server.getState().session?.objects.length ?? 0;
    if (count < most) void commands.addObject(prompting.nextObject());
  };
