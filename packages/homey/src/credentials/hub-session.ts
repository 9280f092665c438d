// A session at a hub that was opened with a delegation token of Athom's cloud (reference 1.3).

/** A session: its token and when it ends, in milliseconds since 1970. */
export interface HubSession {
  readonly token: string
  readonly expiresAt: number
}

/** How long a delegated session lasts: 24 hours exactly (reference 1.3). */
export const SESSION_LIFE = 24 * 60 * 60 * 1000

/** A session with less than this left is not begun anything with, if another can be had. */
export const RENEW_BEFORE = 5 * 60 * 1000

/** Longest that a whole renewal may take: cloud, search for the hub, login. */
export const RENEWAL_DEADLINE = 9_000

/** Whether a session lasts for some time yet. */
export function lasts(session: HubSession | undefined, now: number, atLeast = 0): boolean {
  return session !== undefined && session.expiresAt - now > atLeast
}
