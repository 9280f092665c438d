// Whether what is in memory of the database is what it holds.

/** Whether memory is known to be what the database holds. */
export interface Currency {
  readonly isCurrent: boolean
}

/** With SQLite nobody else writes. */
export const ALWAYS_CURRENT: Currency = { isCurrent: true }
