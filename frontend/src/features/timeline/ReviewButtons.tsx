/** To prompted frames and to frames that need a look, and the list of these. */

import { CircleAlert, Diamond } from "lucide-react";
import { Popover } from "radix-ui";
import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { useKeyOf } from "../../state/keys/useKeyOf";
import { useSession } from "../../state/selectors";
import { useWorkspace } from "../../state/services";
import { IconButton } from "../../ui/Button";
import { Group } from "../../ui/Group";
import { Hinted } from "../../ui/Hinted";
import list from "../../ui/popoverList.module.css";
import { say } from "../../words/words";
import looks from "./Review.module.css";
import styles from "./Timeline.module.css";

/** Fetched when it is opened. */
const ReviewList = lazy(async () => ({ default: (await import("./ReviewList")).ReviewList }));

export function ReviewButtons() {
  const { review } = useWorkspace();
  const hasPrompts = useSession((session) => session.prompts.length > 0);
  const count = useStore(review.store, ({ needs }) => needs.length);
  return (
    <Group className={styles.buttons} label={say("timeline:review")}>
      <IconButton
        label={say("timeline:previous_prompted")}
        shortcut={useKeyOf("previousPrompted")}
        disabled={!hasPrompts}
        icon={<Turned way="back" />}
        onClick={() => review.previousPrompted()}
      />
      <IconButton
        label={say("timeline:next_prompted")}
        shortcut={useKeyOf("nextPrompted")}
        disabled={!hasPrompts}
        icon={<Turned way="on" />}
        onClick={() => review.nextPrompted()}
      />
      <IconButton
        label={say("timeline:next_look")}
        shortcut={useKeyOf("nextLook")}
        disabled={count === 0}
        icon={<CircleAlert size={16} />}
        onClick={() => review.next()}
      />
      <Popover.Root>
        <Hinted text={say("timeline:looks_title")}>
          <Popover.Trigger
            className={looks.count}
            disabled={count === 0}
            aria-label={say("timeline:looks", { count })}
          >
            {count > 99 ? "99+" : count}
          </Popover.Trigger>
        </Hinted>
        <Popover.Portal>
          <Popover.Content
            className={list.panel}
            side="top"
            align="start"
            sideOffset={6}
            collisionPadding={8}
            aria-label={say("timeline:looks_title")}
          >
            <Suspense fallback={null}>
              <ReviewList />
            </Suspense>
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </Group>
  );
}

/** A prompt's diamond with the way to it. */
function Turned({ way }: { readonly way: "back" | "on" }) {
  const arrow = <span aria-hidden="true">{way === "back" ? "‹" : "›"}</span>;
  return (
    <span className={looks.toPrompt}>
      {way === "back" && arrow}
      <Diamond size={12} />
      {way === "on" && arrow}
    </span>
  );
}
