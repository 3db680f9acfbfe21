/**
 * What the stage needs first, asked for while its code is still on its way: the session, and somewhere to draw, which
 * begins with the clip as soon as the session says which. Whoever comes first takes it; afterwards all is asked anew.
 */
import type { Api } from "../api/client";
import { fetchSession, type SessionSnapshot } from "../api/sessions";
import type { Clip } from "../domain/clip";
import type { Seat } from "../worker/core_link";

interface Begun {
  readonly sessionId: string;
  readonly session: Promise<SessionSnapshot>;
}

export class StageAhead {
  readonly #api: Api;
  readonly #takeSeat: () => Seat;
  #begun: Begun | null = null;
  #seat: Seat | null = null;
  #clipUrl: string | null = null;

  constructor(api: Api, takeSeat: () => Seat) {
    this.#api = api;
    this.#takeSeat = takeSeat;
  }

  begin(sessionId: string): void {
    const session = fetchSession(this.#api, sessionId);
    this.#begun = { sessionId, session };
    const seat = this.#takeSeat();
    this.#seat = seat;
    session.then(
      ({ video }) => {
        this.#clipUrl = video.url;
        seat.open(video);
      },
      () => undefined, // whoever reads the session hears of it
    );
  }

  /** The session that was asked for, or asked for now. */
  session(sessionId: string): Promise<SessionSnapshot> {
    const begun = this.#begun;
    this.#begun = null;
    return begun?.sessionId === sessionId ? begun.session : fetchSession(this.#api, sessionId);
  }

  seat({ url }: Clip): Seat {
    const seat = this.#seat;
    this.#seat = null;
    if (seat !== null && (this.#clipUrl === null || this.#clipUrl === url)) return seat;
    seat?.leave(); // it shows another clip
    return this.#takeSeat();
  }
}
