/** Which tool gets the pointer: the one in the hand from the press to its end; with Ctrl a click selects, whatever it is. */
import type { Box } from "../../../domain/session";
import type { ToolName } from "../../../state/stageStore";
import { type BoxToolState, boxIdle, boxInHand, boxTool } from "./boxTool";
import { type BrushToolState, brushIdle, brushTool } from "./brushTool";
import { type PointToolState, pointIdle, pointTool } from "./pointTool";
import { type SelectToolState, selectIdle, selectTool } from "./selectTool";
import type { Intent, MovedPoint, PointerInput, Step } from "./tool";

export class Hand {
  #using: ToolName = "point";
  #select: SelectToolState = selectIdle;
  #point: PointToolState = pointIdle;
  #box: BoxToolState = boxIdle;
  #brush: BrushToolState = brushIdle;

  apply(tool: ToolName, input: PointerInput): Intent | null {
    if (!this.isBusy) this.#using = input.picks && (tool === "point" || tool === "box") ? "select" : tool;
    return this.#step(input).intent;
  }

  get isBusy(): boolean {
    return [this.#select, this.#point, this.#box, this.#brush].some(({ kind }) => kind !== "idle");
  }

  /** The box as the drag leaves it. */
  get box(): Box | null {
    return boxInHand(this.#box);
  }

  /** The point that is being moved. */
  get point(): MovedPoint | null {
    return this.#point.kind === "moving" ? this.#point.point : null;
  }

  #step(input: PointerInput): Step<unknown> {
    switch (this.#using) {
      case "select":
        return this.#keep(selectTool(this.#select, input), (state) => {
          this.#select = state;
        });
      case "point":
        return this.#keep(pointTool(this.#point, input), (state) => {
          this.#point = state;
        });
      case "box":
        return this.#keep(boxTool(this.#box, input), (state) => {
          this.#box = state;
        });
      case "brush":
      case "eraser":
        return this.#keep(brushTool(this.#brush, input, this.#using === "brush"), (state) => {
          this.#brush = state;
        });
    }
  }

  #keep<State>(step: Step<State>, keep: (state: State) => void): Step<State> {
    keep(step.state);
    return step;
  }
}
