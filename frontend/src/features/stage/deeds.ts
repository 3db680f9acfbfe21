/** What follows from a tool's intent: which object is meant, whether it may be changed, and who changes it. */
import type { ObjectId } from "../../domain/clip";
import type { Box, Point } from "../../domain/session";
import type { Placement } from "../../geometry/placement";
import { type ClipPoint, pixelOfClip } from "../../geometry/points";
import { whyNot } from "../../state/marks";
import type { NoticeBoard } from "../../state/notices";
import { mayEdit } from "../../state/rights";
import type { Workspace } from "../../state/workspace";
import { say } from "../../words/words";
import type { Intent } from "./tools/tool";

type Stroke = Extract<Intent, { kind: "stroke" }>;
type Move = Extract<Intent, { kind: "move-point" }>;

export class Deeds {
  readonly #workspace: Workspace;
  readonly #notices: NoticeBoard;
  readonly #most: number;
  readonly #placement: Placement;

  /** `most`: objects that a session may have. */
  constructor(workspace: Workspace, notices: NoticeBoard, most: number, placement: Placement) {
    this.#workspace = workspace;
    this.#notices = notices;
    this.#most = most;
    this.#placement = placement;
  }

  readonly carryOut = (intent: Intent): void => {
    const { tools } = this.#workspace;
    if (intent.kind === "resize-brush")
      tools.setBrushSize(this.#workspace.stage.getState().brushSize + intent.by);
    else if (intent.kind === "select") void this.#select(intent.at);
    else if (intent.kind === "let-go") this.#letGo();
    else if (this.#isRefused()) return;
    else if (intent.kind === "stroke") this.#stroke(intent);
    else if (intent.kind === "move-point") void this.#movePoint(intent);
    else if (intent.kind === "remove-point") this.#removePoint(intent.position);
    else if (intent.kind === "draw-box") this.#drawBox(intent.box);
    else void this.#addPoint(intent.at, intent.takesAway);
  };

  get #stage() {
    return this.#workspace.stage.getState();
  }

  /** Who may only look, is told so. */
  #isRefused(): boolean {
    if (mayEdit(this.#workspace.server)) return false;
    this.#notices.say("plain", say("state:readOnly"), say("state:readOnlyText"));
    return true;
  }

  /** The object that a prompt is for, or null, which was said to the person then. */
  #target(): ObjectId | null {
    const { selected } = this.#stage;
    if (selected !== null) return this.#mayChange(selected) ? selected : null;
    const count = this.#workspace.server.getState().session?.objects.length ?? 0;
    if (count < this.#most) return this.#workspace.prompting.target();
    this.#notices.say("plain", say("stage:full", { count: this.#most }), say("stage:fullWhy"));
    return null;
  }

  #mayChange(object: ObjectId): boolean {
    const { session } = this.#workspace.server.getState();
    const reason = session && whyNot(session, object, this.#stage.frame);
    if (reason !== null) this.#notices.say("plain", say("stage:notChanged"), say(reason));
    return reason === null;
  }

  async #select({ x, y }: ClipPoint): Promise<void> {
    const hit = await this.#workspace.prompting.objectAt(x, y);
    this.#workspace.stage.setState({ selected: hit });
  }

  #letGo(): void {
    this.#workspace.painting.cancel();
    this.#workspace.preview.stop();
  }

  #drawBox(box: Box): void {
    const object = this.#target();
    if (object !== null) void this.#workspace.prompting.drawBox(object, this.#stage.frame, box);
  }

  #removePoint(position: number): void {
    const { selected, frame } = this.#stage;
    if (selected !== null && this.#mayChange(selected))
      void this.#workspace.prompting.removePoint(selected, frame, position);
  }

  async #movePoint({ position, to, done }: Move): Promise<void> {
    const { prompting, preview } = this.#workspace;
    const { selected, frame } = this.#stage;
    const points = selected === null ? [] : prompting.current(selected, frame).points;
    const point = points[position];
    if (selected === null || point === undefined) return;
    const moved = { ...to, label: point.label };
    if (!done) return preview.show(selected, frame, points.with(position, moved));
    if (this.#mayChange(selected)) await prompting.movePoint(selected, frame, position, moved);
    preview.stop();
  }

  #stroke({ phase, from, to, value }: Stroke): void {
    const { painting, server, stage } = this.#workspace;
    const { frame, selected, brushSize } = this.#stage;
    if (phase === "begin") {
      const isVain = value === 0 && selected === null;
      if (isVain) this.#nothingToTakeFrom();
      const object = isVain ? null : this.#target();
      if (object === null) return;
      stage.setState({ selected: object });
      painting.begin(object, frame);
    }
    const clip = server.getState().session?.video ?? { width: 1, height: 1 };
    const radius = ((brushSize / 2) * clip.width) / this.#placement.width;
    painting.go({ from: pixelOfClip(from, clip), to: pixelOfClip(to, clip), radius, value });
    if (phase === "end") void painting.end();
  }

  async #addPoint({ x, y }: ClipPoint, swapped: boolean): Promise<void> {
    const { prompting, stage } = this.#workspace;
    const label: Point["label"] = swapped === (this.#stage.sign === 1) ? 0 : 1;
    const hit = this.#stage.selected === null ? await prompting.objectAt(x, y) : null;
    if (hit !== null) {
      // The first click on a mask says which object is meant; taking away is meant at once.
      stage.setState({ selected: hit });
      if (label === 1) return;
    } else if (label === 0 && this.#stage.selected === null) {
      return this.#nothingToTakeFrom();
    }
    const object = this.#target();
    if (object !== null) await this.#putPoint(object, { x, y, label });
  }

  async #putPoint(object: ObjectId, point: Point): Promise<void> {
    const { prompting, preview, candidates } = this.#workspace;
    const { frame } = this.#stage;
    const isFirst = point.label === 1 && this.#isUnsaid(object);
    await prompting.addPoint(object, frame, point);
    preview.stop();
    const said = prompting.current(object, frame);
    const isStill = this.#stage.selected === object && this.#stage.frame === frame;
    if (isFirst && isStill && said.points.length === 1) await candidates.ask(object, frame, point);
  }

  /** Nothing is known of it, nor on its way. */
  #isUnsaid(object: ObjectId): boolean {
    const { session } = this.#workspace.server.getState();
    const prompts = [...(session?.prompts ?? []), ...this.#stage.pending.values()];
    return (
      !prompts.some(({ objectId }) => objectId === object) && (session?.runs.get(object)?.length ?? 0) === 0
    );
  }

  #nothingToTakeFrom(): void {
    this.#notices.say("plain", say("stage:nothingToTake"), say("stage:nothingToTakeWhy"));
  }
}
