/** Time and sleep, as the browser has them; tests bring their own. */
export interface Clock {
  /** Calls back later; returns what prevents it. */
  after(milliseconds: number, call: () => void): () => void;
  /** Calls back whenever the page may have slept or been without a network; returns what ends it. */
  onWake(call: () => void): () => void;
}

export const browserClock: Clock = {
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
  onWake(call) {
    const seen = (): void => {
      if (!document.hidden) call();
    };
    window.addEventListener("online", call);
    document.addEventListener("visibilitychange", seen);
    return () => {
      window.removeEventListener("online", call);
      document.removeEventListener("visibilitychange", seen);
    };
  },
};
