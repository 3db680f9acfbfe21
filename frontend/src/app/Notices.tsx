/** Shows what ended and what failed. Good news leaves by itself; bad news waits until it was read. */
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Notice } from "../state/notices";
import { useServices } from "../state/services";
import { Button, IconButton } from "../ui/Button";
import { classes } from "../ui/classes";
import { say } from "../words/words";
import styles from "./Notices.module.css";

const LEAVES_AFTER_MS = 6000;
/** Whoever wants to take something back must read first what was done. */
const LEAVES_LATE_MS = 15_000;
const icons = { good: CircleCheck, bad: CircleAlert, plain: Info };

export function Notices() {
  const { notices } = useServices();
  const list = useStore(notices.store, (state) => state.list);
  return (
    <section className={styles.list} aria-label={say("app:notices")} aria-live="polite">
      {list.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const { notices } = useServices();
  const { id, tone, deed } = notice;
  const [isRead, setRead] = useState(false);
  const patience = deed === null ? LEAVES_AFTER_MS : LEAVES_LATE_MS;
  useEffect(() => {
    if (tone === "bad" || isRead) return;
    const timer = setTimeout(() => notices.dismiss(id), patience);
    return () => clearTimeout(timer);
  }, [id, tone, isRead, patience, notices]);
  const Icon = icons[tone];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it does nothing; it only stays while it is read
    <div
      className={classes(styles.notice, styles[tone])}
      role={tone === "bad" ? "alert" : "status"}
      // What the pointer or the focus rests on stays.
      onPointerEnter={() => setRead(true)}
      onPointerLeave={() => setRead(false)}
      onFocus={() => setRead(true)}
      onBlur={() => setRead(false)}
    >
      <Icon className={styles.icon} size={18} aria-hidden="true" />
      <div>
        <p className={styles.title}>{notice.title}</p>
        {notice.text !== "" && <p className={styles.text}>{notice.text}</p>}
        {deed !== null && (
          <div className={styles.deed}>
            <Button
              size="small"
              onClick={() => {
                notices.dismiss(id);
                deed.act();
              }}
            >
              {deed.words}
            </Button>
          </div>
        )}
      </div>
      <IconButton
        label={say("app:dismiss")}
        size="small"
        icon={<X size={14} />}
        onClick={() => notices.dismiss(id)}
      />
    </div>
  );
}
