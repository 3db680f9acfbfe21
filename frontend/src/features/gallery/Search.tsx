/** One field that searches clips and sessions as it is typed into. */
import { Search as Glass, X } from "lucide-react";
import { useStore } from "zustand";
import { useServices } from "../../state/services";
import { IconButton } from "../../ui/Button";
import { say } from "../../words/words";
import styles from "./Search.module.css";

/** For a key that goes there. */
export const SEARCH_ID = "home-search";

export function Search() {
  const { gallery } = useServices();
  const search = useStore(gallery.view, (view) => view.search);
  const change = (text: string) => gallery.view.setState({ search: text });
  return (
    <div className={styles.search}>
      <Glass size={16} aria-hidden="true" />
      <input
        id={SEARCH_ID}
        className={styles.input}
        type="search"
        aria-label={say("gallery:search")}
        placeholder={say("gallery:search")}
        autoComplete="off"
        spellCheck={false}
        value={search}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (search === "") event.currentTarget.blur();
          change("");
        }}
      />
      {search !== "" && (
        <IconButton
          size="small"
          label={say("gallery:clearSearch")}
          icon={<X size={14} />}
          onClick={() => {
            change("");
            document.getElementById(SEARCH_ID)?.focus();
          }}
        />
      )}
    </div>
  );
}
