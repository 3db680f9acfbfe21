/** The page speaks the language that the person chose, or else the browser's. */
import type { StoreApi } from "zustand/vanilla";
import type { NoticeBoard } from "../state/notices";
import type { Preferences } from "../state/preferences";
import { languageFor, onLanguage, say, speak, spokenTag } from "../words/words";

const markPage = (): void => {
  document.documentElement.lang = spokenTag();
};

/** Follows the choice for as long as the page lives; resolves when the first language is there. */
export async function followLanguage(
  preferences: StoreApi<Preferences>,
  notices: NoticeBoard,
): Promise<void> {
  const follow = async () => {
    try {
      await speak(preferences.getState().language ?? languageFor(navigator.languages));
    } catch (error) {
      console.error("A catalogue could not be fetched:", error);
      notices.say("bad", say("app:languageNotFetched"), say("app:languageStays"));
    }
  };
  onLanguage(markPage);
  preferences.subscribe(({ language }, before) => {
    if (language !== before.language) void follow();
  });
  await follow();
}
