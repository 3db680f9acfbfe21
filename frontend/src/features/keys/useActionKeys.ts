/** Carries out what keys mean, on the stage and among the clips. Fields, dialogs and controls keep their own keys. */
import { useEffect, useEffectEvent, useRef } from "react";
import { isStageAction, type PageHands } from "../../state/actions/action";
import { Waiting } from "../../state/actions/waiting";
import { type Chord, chordsOf } from "../../state/keys/chord";
import { isMacKeyboard } from "../../state/keys/chordWords";
import { isDialogOpen, isFree, isKept } from "../../state/keys/owner";
import { type Meaning, meaningOf } from "../../state/keys/resolve";
import { useServices } from "../../state/services";
import type { Workspace } from "../../state/workspace";
import { say } from "../../words/words";

/** Where Space and Enter press a button and arrows choose among tabs. */
const PRESSABLE = "button, a, [role=tab], [role=radio]";

/** What was pressed with the pointer does not hold on to Space and the arrows; what opens something does. */
export function letGo(event: MouseEvent): void {
  const byPointer = event.detail > 0;
  const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>(PRESSABLE) : null;
  if (byPointer && pressed !== null && pressed === document.activeElement && !pressed.ariaHasPopup)
    pressed.blur();
}

const carryOut = ({ action, pressed }: Meaning, workspace: Workspace | null, page: PageHands): void => {
  if (!isStageAction(action)) action.run(page);
  else if (workspace !== null) action.run(workspace, pressed, page);
};

/** True when the press is the page's and the browser must leave it. */
export function takes(
  meaning: Meaning,
  target: Element | null,
  isHeld: boolean,
): "run" | "wait" | "swallow" | "leave" | "refuse" {
  const { action, available, awaited, refused } = meaning;
  if (action.yields && (!available || !isFree(target))) return "leave";
  if (refused) return isHeld ? "swallow" : "refuse";
  if (awaited && !isHeld) return "wait";
  if (!available || (isHeld && !action.repeats)) return "swallow";
  return "run";
}

/** `workspace` is null among the clips. */
export function useActionKeys(workspace: Workspace | null, page: PageHands): void {
  const { keys, notices } = useServices();
  const waiting = useRef<Waiting>(null);
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : null;
    const isFor = (pressed: Chord) => !isKept(target, pressed);
    const meaning = meaningOf(
      chordsOf(event, isMacKeyboard()).filter(isFor),
      keys.store.getState().map,
      workspace,
    );
    if (meaning === null) return;
    const closesList = meaning.action.id === "showKeys" && keys.store.getState().shown;
    if (isDialogOpen(document) && !closesList) return;
    const answer = takes(meaning, target, event.repeat);
    if (answer === "leave") return;
    event.preventDefault();
    const { action, pressed } = meaning;
    if (answer === "refuse") notices.say("plain", say("state:readOnly"), say("state:readOnlyText"));
    else if (answer === "wait" && isStageAction(action)) waiting.current?.add(action, pressed, page);
    // Whoever takes back what waits means nothing else by it.
    else if (action.id === "stop" && waiting.current?.isAny) waiting.current.drop();
    else if (answer === "run") carryOut(meaning, workspace, page);
  });
  useEffect(() => {
    if (workspace === null) return;
    const here = new Waiting(workspace, notices);
    waiting.current = here;
    return () => here.drop();
  }, [workspace, notices]);
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
