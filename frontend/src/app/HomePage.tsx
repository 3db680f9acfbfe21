/** The first screen with what every screen has: the language and the keys. */
import { GalleryPage } from "../features/gallery/GalleryPage";
import { KeysButton } from "../features/keys/KeysButton";
import { useActionKeys } from "../features/keys/useActionKeys";
import { AccountMenu } from "./AccountMenu";
import { LanguageMenu } from "./LanguageMenu";
import { usePageHands } from "./usePageHands";

export function HomePage() {
  useActionKeys(null, usePageHands());
  return (
    <GalleryPage>
      <LanguageMenu />
      <KeysButton />
      <AccountMenu />
    </GalleryPage>
  );
}
