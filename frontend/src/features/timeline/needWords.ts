/** Why a frame needs a look, in words. */
import type { TrackedObject } from "../../domain/session";
import type { Need } from "../../state/needs";
import { formatNumber } from "../../words/numbers";
import { say } from "../../words/words";

const percent = (share: number): number => Math.round(share * 100);

function reasonOf({ reason, amount, other }: Need, objects: readonly TrackedObject[]): string {
  switch (reason) {
    case "UNSURE":
      return say("timeline:look_unsure", { percent: percent(amount) });
    case "AREA":
      return amount > 1
        ? say("timeline:look_grows", { times: formatNumber(amount, 1, true) })
        : say("timeline:look_shrinks", { percent: percent(amount) });
    case "JUMP":
      return say("timeline:look_jumps", { sides: formatNumber(amount, 1, true) });
    case "LOST":
      return say("timeline:look_lost");
    case "OVERLAP": {
      const name = objects.find(({ objectId }) => objectId === other)?.name ?? "";
      return say("timeline:look_overlaps", { name, percent: percent(amount) });
    }
  }
}

/** With its stretch, where it is more than a frame. */
export function needWords(need: Need, objects: readonly TrackedObject[]): string {
  const reason = reasonOf(need, objects);
  const { first, last } = need;
  return first === last ? reason : say("timeline:look_stretch", { reason, first, last });
}
