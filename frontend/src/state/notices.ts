/** Short sentences that a person should see once: what ended, what failed. */
import { createStore } from "zustand/vanilla";

export interface Notice {
  readonly id: number;
  readonly tone: "good" | "bad" | "plain";
  readonly title: string;
  readonly text: string;
  /** What can still be done about it. */
  readonly deed: NoticeDeed | null;
}

export interface NoticeDeed {
  /** In a word or two: "Undo". */
  readonly words: string;
  act(): void;
}

interface Notices {
  readonly list: readonly Notice[];
  readonly next: number;
}

export const createNotices = () => {
  const store = createStore<Notices>(() => ({ list: [], next: 1 }));
  return {
    store,
    say(tone: Notice["tone"], title: string, text = "", deed: NoticeDeed | null = null): void {
      store.setState(({ list, next }) => {
        // The same sentence twice helps nobody (unless each can be taken back), nor what was done before what was done last.
        const isOld = (notice: Notice): boolean =>
          (notice.title === title && notice.text === text && notice.deed === null) ||
          (tone === "plain" && notice.tone === "plain");
        const others = list.filter((notice) => !isOld(notice));
        return { list: [...others, { id: next, tone, title, text, deed }].slice(-3), next: next + 1 };
      });
    },
    forgetGood(): void {
      store.setState(({ list }) => ({ list: list.filter(({ tone }) => tone !== "good") }));
    },
    dismiss(id: number): void {
      store.setState(({ list }) => ({ list: list.filter((notice) => notice.id !== id) }));
    },
  };
};

export type NoticeBoard = ReturnType<typeof createNotices>;
