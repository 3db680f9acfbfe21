/** Knows the clip's sound: an audio element of the same file, whose time is the clock of playing. */
import { type SoundTime, sharedNow } from "./messages";

const REPORT_MS = 100;

export class Sound {
  readonly #audio: HTMLAudioElement;
  readonly #report: (time: SoundTime) => void;
  #interval: ReturnType<typeof setInterval> | undefined;
  #wanted = false;

  constructor(url: string, report: (time: SoundTime) => void) {
    this.#audio = new Audio(url);
    this.#audio.preload = "auto";
    this.#report = report;
    for (const moment of ["playing", "waiting", "seeked", "ended"])
      this.#audio.addEventListener(moment, this.#tell);
    this.#audio.addEventListener("error", this.#goOnWithout);
  }

  set volume(volume: number) {
    this.#audio.volume = Math.max(0, Math.min(volume, 1));
  }

  /** From so many seconds on. Where the browser does not allow or cannot play it, the clock runs without. */
  start(from: number): void {
    this.#wanted = true;
    this.#audio.currentTime = from;
    clearInterval(this.#interval);
    this.#interval = setInterval(this.#tell, REPORT_MS);
    this.#audio.play().catch(() => this.#goOnWithout());
  }

  stop(): void {
    this.#wanted = false;
    clearInterval(this.#interval);
    this.#audio.pause();
  }

  close(): void {
    this.stop();
    this.#audio.removeAttribute("src");
    this.#audio.load();
  }

  readonly #tell = (): void => {
    if (!this.#wanted) return;
    const { currentTime, ended, paused, seeking, readyState } = this.#audio;
    const running = !paused && !seeking && readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
    if (ended) this.#goOnWithout();
    else this.#report({ seconds: currentTime, at: sharedNow(), running });
  };

  /** Also after the sound's end, which may come before the picture's. */
  readonly #goOnWithout = (): void => {
    if (!this.#wanted) return;
    clearInterval(this.#interval);
    this.#report({ seconds: this.#audio.currentTime, at: sharedNow(), running: true });
    this.#wanted = false;
  };
}
