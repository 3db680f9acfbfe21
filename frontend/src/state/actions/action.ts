/** What an action is: something a person can do with a key. Knows no key of any particular person. */
import type { WordKey } from "../../words/words";
import type { Chord } from "../keys/chord";
import type { Workspace } from "../workspace";

type IdOf<Key> = Key extends `keys:${infer Id}` ? Id : never;
/** Also the name of its title in the catalogue. */
export type ActionId = IdOf<WordKey>;

/** In the order in which the list of keys shows them. */
export const actionGroups = [
  "time",
  "tools",
  "objects",
  "tracking",
  "review",
  "view",
  "session",
  "home",
] as const;
export type ActionGroup = (typeof actionGroups)[number];

/**
 * When a key means this: on the stage; while the clip moves there, before the stage's own meaning; while the candidates
 * of a click show, before all; among the clips; everywhere.
 */
export type ActionContext = "stage" | "moving" | "candidates" | "home" | "anywhere";

interface ActionFace {
  readonly id: ActionId;
  readonly group: ActionGroup;
  /** Best first; what browsers keep for themselves is never the only one. */
  readonly keys: readonly Chord[];
  /** Goes on while the key is held. */
  readonly repeats?: true;
  /** Only while the focus rests on nothing that needs the key, and while there is something to do; else the browser has it. */
  readonly yields?: true;
  /** One action for many keys; none is added. */
  readonly fixed?: true;
}

/** What the page gives to actions besides the session. */
export interface PageHands {
  readonly maxObjects: number;
  toggleKeys(): void;
  goHome(): void;
  focusSearch(): void;
  chooseFiles(): void;
}

export interface StageAction extends ActionFace {
  readonly context: "stage" | "moving" | "candidates";
  available(workspace: Workspace): boolean;
  /** It changes the session: not for somebody who may only look. */
  readonly edits?: true;
  /** What it needs is on its way: it waits for that. */
  awaits?(workspace: Workspace): boolean;
  run(workspace: Workspace, pressed: Chord, page: PageHands): void;
}

export interface PageAction extends ActionFace {
  readonly context: "home" | "anywhere";
  run(page: PageHands): void;
}

export type Action = StageAction | PageAction;

export const isStageAction = (action: Action): action is StageAction =>
  action.context !== "home" && action.context !== "anywhere";

/** True where one press could mean either. While the clip moves or candidates show, their meaning goes first, so it is no conflict. */
export const meet = (a: ActionContext, b: ActionContext): boolean =>
  a === b || a === "anywhere" || b === "anywhere";
