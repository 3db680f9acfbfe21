/** Which objects tracking takes, as the person left it for next time. */
export type TrackScope = "all" | "selected";

/** The preferences, as far as tracking asks them. */
export interface TrackChoice {
  getState(): { readonly trackScope: TrackScope };
}

export const trackAll: TrackChoice = { getState: () => ({ trackScope: "all" }) };
