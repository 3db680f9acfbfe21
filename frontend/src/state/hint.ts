/** The one sentence that tells a newcomer what to do next. Pure. */
import { isActive, type TrackedObject } from "../domain/session";
import { say, type WordKey } from "../words/words";
import type { OpenSession } from "./sessionState";
import type { StageState } from "./stageStore";

export interface Hint {
  readonly text: string;
  /** A button that does it, where there is one. */
  readonly action: "track-again" | "export" | null;
}

type Seen = Pick<
  StageState,
  "decoder" | "playerProblem" | "tool" | "sign" | "selected" | "pending" | "corrected" | "candidates"
>;

const hint = (key: WordKey, action: Hint["action"] = null): Hint => ({ text: say(key), action });

const hasPrompt = (session: OpenSession, stage: Seen, selected: number): boolean =>
  session.prompts.some(({ objectId }) => objectId === selected) ||
  [...stage.pending.values()].some(({ objectId }) => objectId === selected);

/** For tools that do the same whatever was done before; null for the others. */
function toolHint(tool: Seen["tool"], selected: TrackedObject | undefined): Hint | null {
  if (tool === "select") return hint("state:hintSelect");
  if (tool !== "brush" && tool !== "eraser") return null;
  const isBrush = tool === "brush";
  if (selected === undefined) return hint(isBrush ? "state:hintBrushNew" : "state:hintEraserNew");
  const key = isBrush ? "state:hintBrush" : "state:hintEraser";
  return { text: say(key, { name: selected.name }), action: null };
}

export function nextHint(session: OpenSession, stage: Seen): Hint {
  if (stage.playerProblem !== null) return hint("state:hintNoPicture");
  if (stage.decoder === null) return hint("state:hintOpening");
  if (stage.pending.size > 0) return hint("state:hintFinding");
  if (stage.candidates !== null) return hint("state:hintCandidates");
  if (isActive(session.propagation)) return hint("state:hintTracking");
  if (session.right === "READ") return hint("state:hintReadOnly", "export");
  const selected = session.objects.find(({ objectId }) => objectId === stage.selected);
  const isBox = stage.tool === "box";
  const ofTool = toolHint(stage.tool, selected);
  if (ofTool !== null) return stage.corrected ? hint("state:hintCorrected", "track-again") : ofTool;
  if (session.prompts.length === 0) return hint(isBox ? "state:hintBox" : "state:hintClick");
  if (selected !== undefined && !hasPrompt(session, stage, selected.objectId)) {
    const key = isBox ? "state:hintBoxNamed" : "state:hintClickNamed";
    return { text: say(key, { name: selected.name }), action: null };
  }
  if (stage.tool === "point" && stage.sign === 0) return hint("state:hintTakesAway");
  if (session.propagation === null) return hint(isBox ? "state:hintRefineBox" : "state:hintRefine");
  if (stage.corrected) return hint("state:hintCorrected", "track-again");
  return hint("state:hintPlay", "export");
}
