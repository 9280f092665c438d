// The chain that rows are links of: each has a MAC over itself and the MAC before it, under a key
// that is not in the database. Every running process writes a chain of its own, because several may
// write to one database at once.
import { randomUUID } from 'node:crypto'
import type { AuditKey } from './audit-key.ts'
import { type EventColumns, signedEvent } from './row.ts'

/** How far a chain has come: its last row. */
export interface Head {
  readonly writer: string
  readonly sequence: number
  readonly mac: string
  /** The row's id; 0 before the first. */
  readonly id: number
}

/** A row that is a link of a chain. */
export interface Link extends EventColumns {
  readonly id: number
  readonly writer: string
  /** 1, 2, 3, … within its writer. */
  readonly sequence: number
  readonly mac: string
}

/** Before the first row of a new chain. */
export function newChain(): Head {
  return { writer: randomUUID(), sequence: 0, mac: '', id: 0 }
}

/** The MAC that a row must have after the row with the MAC `before`. */
export function macOf(key: AuditKey, row: Omit<Link, 'mac'>, before: string): string {
  const { form, parts } = signedEvent(row)
  return key.sign(form, [row.writer, row.sequence, row.id, ...parts, before])
}

/** Makes rows the links after a head. The head is the caller's until the rows are kept. */
export function extend(
  key: AuditKey,
  head: Head,
  rows: readonly EventColumns[],
  ids: readonly number[],
): readonly Link[] {
  let { sequence, mac } = head
  return rows.map((row, at) => {
    const id = ids[at]
    if (id === undefined) throw new Error('There are fewer ids than rows.')
    const link = { ...row, id, writer: head.writer, sequence: ++sequence }
    mac = macOf(key, link, mac)
    return { ...link, mac }
  })
}
