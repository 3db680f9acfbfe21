/** How this server lets people in, who is in, and what a person may do with a session. */

/** open: everybody who reaches the server; proxy: whoever the sign-in proxy in front of it names. */
export type AccessMode = "open" | "token" | "proxy" | "oidc";

export interface Access {
  readonly mode: AccessMode;
  /** null: nobody yet, or a guest who came by a share link. */
  readonly signedInAs: string | null;
  readonly guest: boolean;
  readonly canSignOut: boolean;
  /** Where signing in begins, with OpenID Connect. */
  readonly loginUrl: string | null;
}

/** Whether this server answers this browser. */
export const isIn = ({ mode, signedInAs, guest }: Access): boolean =>
  mode === "open" || signedInAs !== null || guest;

/** From seeing everything of a session to owning it. */
export type Right = "READ" | "EDIT" | "OWN";

/** Whoever has its address has its right, until it is removed. */
export interface ShareLink {
  readonly shareId: string;
  readonly right: Exclude<Right, "OWN">;
  readonly url: string;
  /** Seconds since the epoch. */
  readonly createdAt: number;
}
