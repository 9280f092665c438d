// The words of a permission in Dutch, as they stand in the tables of `dutch/`.

/** What `PermissionWords` has in English, in the same order; and, where there is one, the way to full control. */
export type DutchRow = readonly [
  label: string,
  can: string,
  risk: string,
  safer: string,
  escalates?: string,
]

/** A table: rows by permission. */
export type DutchTable = Readonly<Record<string, DutchRow>>
