/** Signing in at another address leads back to the first screen; this tab remembers which session it came for. */
import { storageOrNull } from "./preferences";

const KEY = "masklet.comeBack";

export const rememberPlace = (): void => storageOrNull("sessionStorage")?.setItem(KEY, location.pathname);

/** Once; null where nothing was remembered. */
export function takePlace(): string | null {
  const storage = storageOrNull("sessionStorage");
  const place = storage?.getItem(KEY) ?? null;
  storage?.removeItem(KEY);
  return place;
}
