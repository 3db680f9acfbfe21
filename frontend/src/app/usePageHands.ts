/** What the page itself does for keys. */
import { useLocation } from "wouter";
import type { PageHands } from "../state/actions/action";
import { useMaxObjects } from "../state/selectors";
import { useServices } from "../state/services";

const find = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector);

export function usePageHands(): PageHands {
  const { keys } = useServices();
  const maxObjects = useMaxObjects();
  const [, navigate] = useLocation();
  return {
    maxObjects,
    toggleKeys: () => keys.toggle(),
    goHome: () => navigate("/"),
    focusSearch: () => find("input[type=search]")?.focus(),
    chooseFiles: () => find("input[type=file]")?.click(),
  };
}
