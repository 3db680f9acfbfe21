/** Knows how something is done later, once, unless it is called off before. */

/** Calls back once after so many milliseconds; the answer cancels it. */
export type Timer = (callback: () => void, milliseconds: number) => () => void;

export const realTimer: Timer = (callback, milliseconds) => {
  const id = setTimeout(callback, milliseconds);
  return () => clearTimeout(id);
};
