/** The one sentence that tells a newcomer what to do next. Pure. */
import { isActive } from "../domain/session";
import type { OpenSession } from "./sessionState";
import type { StageState } from "./stageStore";

export interface Hint {
  readonly text: string;
  /** A button that does it, where there is one. */
  readonly action: "track-again" | "export" | null;
}

type Seen = Pick<StageState, "decoder" | "playerProblem" | "tool" | "selected" | "pending" | "corrected">;

const say = (text: string, action: Hint["action"] = null): Hint => ({ text, action });

const hasPrompt = (session: OpenSession, stage: Seen, selected: number): boolean =>
  session.prompts.some(({ objectId }) => objectId === selected) ||
  [...stage.pending.values()].some(({ objectId }) => objectId === selected);

export function nextHint(session: OpenSession, stage: Seen): Hint {
  if (stage.playerProblem !== null) return say("Without the picture nothing can be clicked.");
  if (stage.decoder === null) return say("Opening the clip…");
  if (stage.pending.size > 0) return say("Finding the object…");
  if (isActive(session.propagation))
    return say("Tracking. You can look around meanwhile, or leave: it goes on.");
  const gesture = stage.tool === "box" ? "Drag a box around" : "Click";
  if (session.prompts.length === 0) {
    return say(stage.tool === "box" ? "Drag a box around an object." : "Click an object in the picture.");
  }
  const selected = session.objects.find(({ objectId }) => objectId === stage.selected);
  if (selected !== undefined && !hasPrompt(session, stage, selected.objectId)) {
    return say(`${gesture} ${selected.name} in the picture.`);
  }
  if (session.propagation === null) {
    return say("Click to add, right-click to take away. When the mask fits, track it.");
  }
  if (stage.corrected) return say("Corrected here. Carry it through the clip:", "track-again");
  return say("Play it back. Click where a mask is wrong, or take it away:", "export");
}
