/** What was asked of an object that is still on its way: it is done as soon as the object is here, in the order of asking. */

import { say } from "../../words/words";
import type { Chord } from "../keys/chord";
import type { NoticeBoard } from "../notices";
import type { Workspace } from "../workspace";
import type { PageHands, StageAction } from "./action";
import { hasSelected, isSelectedPrompted } from "./making";

/** Longer than an answer to a click takes; a person who waited longer for it wants something else by then. */
const PATIENCE_MS = 5000;

/** How a wait can end: the object came, its prompt was refused, the person went on to something else, or it took too long. */
type End = "here" | "refused" | "elsewhere" | "late";

export class Waiting {
  readonly #workspace: Workspace;
  readonly #notices: NoticeBoard;
  readonly #ends = new Set<() => void>();

  constructor(workspace: Workspace, notices: NoticeBoard) {
    this.#workspace = workspace;
    this.#notices = notices;
  }

  /** Whether anything waits. */
  get isAny(): boolean {
    return this.#ends.size > 0;
  }

  /** Carries it out when what it needs is here; says so where that does not come, or the person went elsewhere meanwhile. */
  add(action: StageAction, pressed: Chord, page: PageHands): void {
    const workspace = this.#workspace;
    const { selected, frame } = workspace.stage.getState();
    const isTaken = (): boolean =>
      (hasSelected(workspace) || isSelectedPrompted(workspace)) && action.available(workspace);
    const look = (): void => {
      const now = workspace.stage.getState();
      if (now.selected !== selected || now.frame !== frame) finish("elsewhere");
      else if (action.awaits?.(workspace) !== true) finish(isTaken() ? "here" : "refused");
    };
    const finish = (how: End): void => {
      stop();
      if (how === "here") action.run(workspace, pressed, page);
      // That the prompt was refused is said where it was sent.
      else if (how !== "refused") this.#sayNotDone(action);
    };
    const timer = setTimeout(() => finish("late"), PATIENCE_MS);
    const follows = [workspace.server.subscribe(look), workspace.stage.subscribe(look)];
    const stop = (): void => {
      clearTimeout(timer);
      for (const end of follows) end();
      this.#ends.delete(stop);
    };
    this.#ends.add(stop);
  }

  /** Nothing of it is done any more. */
  drop(): void {
    for (const end of [...this.#ends]) end();
  }

  #sayNotDone({ id }: StageAction): void {
    const action = say(`keys:${id}`);
    this.#notices.say("plain", say("state:notDone", { action }), say("state:notDoneText"));
  }
}
