/** Chooses the language of the page; each is called as its speakers call it. */
import { Check, Languages } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useServices } from "../state/services";
import { buttonClass } from "../ui/Button";
import { Hinted } from "../ui/Hinted";
import { isLanguage, languageChoices, say, spoken } from "../words/words";
import styles from "./LanguageMenu.module.css";

export function LanguageMenu() {
  const { preferences } = useServices();
  const choose = (code: string) => {
    if (isLanguage(code)) preferences.setState({ language: code });
  };
  return (
    <DropdownMenu.Root modal={false}>
      <Hinted text={say("app:language")}>
        <DropdownMenu.Trigger
          className={buttonClass({ tone: "quiet" }, true)}
          aria-label={say("app:language")}
        >
          <Languages size={18} />
        </DropdownMenu.Trigger>
      </Hinted>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="end" sideOffset={4} collisionPadding={8}>
          <DropdownMenu.RadioGroup value={spoken()} onValueChange={choose}>
            {languageChoices.map(({ code, tag, name }) => (
              <DropdownMenu.RadioItem key={code} value={code} className={styles.item} lang={tag}>
                <DropdownMenu.ItemIndicator className={styles.tick}>
                  <Check size={14} />
                </DropdownMenu.ItemIndicator>
                {name}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
