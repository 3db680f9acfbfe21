/** Whole stacks under a name: those that come with the client, those that the person saved, and one by chance. */
import { BookmarkPlus, Dices, X } from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { EffectStack } from "../../domain/effect";
import { looks, stackOf, surprise } from "../../effects/looks";
import { storageOrNull } from "../../state/preferences";
import { LookShelf } from "../../state/savedLooks";
import { Button, IconButton } from "../../ui/Button";
import { say } from "../../words/words";
import styles from "./EffectsPanel.module.css";
import { lookTitle } from "./words";

interface LooksProps {
  readonly stack: EffectStack;
  newId(): string;
  onChange(stack: EffectStack): void;
}

export function Looks({ stack, newId, onChange }: LooksProps) {
  const [shelf] = useState(() => new LookShelf(storageOrNull("localStorage")));
  const saved = useStore(shelf.store, (state) => state.saved);
  const [name, setName] = useState<string | null>(null);
  const save = (): void => {
    if (name !== null && name.trim() !== "") shelf.save(name.trim(), stack);
    setName(null);
  };
  return (
    <section className={styles.looks} aria-label={say("effects:looks")}>
      <div className={styles.chips}>
        {Object.entries(looks).map(([key, parts]) => (
          <button
            type="button"
            key={key}
            className={styles.chip}
            onClick={() => onChange(stackOf(parts, newId))}
          >
            {lookTitle(key)}
          </button>
        ))}
        {Object.entries(saved).map(([title, layers]) => (
          <span key={title} className={styles.saved}>
            <button
              type="button"
              className={styles.chip}
              onClick={() => onChange(layers.map((layer) => ({ ...layer, id: newId() })))}
            >
              {title}
            </button>
            <IconButton
              size="small"
              label={say("effects:forgetLook", { title })}
              icon={<X size={12} />}
              onClick={() => shelf.remove(title)}
            />
          </span>
        ))}
      </div>
      <div className={styles.row}>
        <Button
          size="small"
          icon={<Dices size={14} />}
          onClick={() => onChange(surprise(Math.random, newId))}
        >
          {say("effects:surprise")}
        </Button>
        {name === null ? (
          <Button size="small" tone="quiet" icon={<BookmarkPlus size={14} />} onClick={() => setName("")}>
            {say("effects:saveLook")}
          </Button>
        ) : (
          <form
            className={styles.row}
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
          >
            <input
              className={styles.nameField}
              // The person pressed a button to write here.
              ref={(field) => field?.focus()}
              aria-label={say("effects:lookName")}
              placeholder={say("effects:lookName")}
              maxLength={40}
              value={name}
              onChange={({ target }) => setName(target.value)}
              onKeyDown={({ key }) => key === "Escape" && setName(null)}
            />
            <Button size="small" type="submit">
              {say("effects:save")}
            </Button>
          </form>
        )}
      </div>
    </section>
  );
}
