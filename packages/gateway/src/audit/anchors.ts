// What stands in the database for the beginning of a chain that was pruned: its last row's number and
// MAC, signed, so that the chain is verified from there on.
import type { Database } from '../storage/database.ts'
import type { AuditAnchorTable } from '../storage/tables.ts'
import type { AuditKey } from './audit-key.ts'
import type { Head } from './chain.ts'

/** An anchor: the head of what was pruned, and when that was. */
export interface Anchor extends Head {
  readonly time: number
}

/** The anchors that are signed with the key, by writer, and how many are not. */
export async function readAnchors(
  database: Database,
  key: AuditKey,
): Promise<{ readonly anchors: ReadonlyMap<string, Anchor>; readonly forged: number }> {
  const rows = (await database.selectFrom('audit_anchor').selectAll().execute()).map(fromRow)
  const good = rows.filter(({ anchor, signature }) => signOf(key, anchor) === signature)
  return {
    anchors: new Map(good.map(({ anchor }) => [anchor.writer, anchor])),
    forged: rows.length - good.length,
  }
}

/** Puts an anchor in the place of the one that the chain has. */
export async function writeAnchor(
  database: Database,
  key: AuditKey,
  { writer, sequence, mac, id, time }: Anchor,
): Promise<void> {
  const anchor = { writer, sequence, mac, id, time }
  const row = { ...anchor, signature: signOf(key, anchor) }
  await database
    .insertInto('audit_anchor')
    .values(row)
    .onConflict((conflict) => conflict.column('writer').doUpdateSet(row))
    .execute()
}

function fromRow({ signature, ...row }: AuditAnchorTable): { anchor: Anchor; signature: string } {
  const { writer, sequence, mac, id, time } = row
  const anchor = { writer, mac, sequence: Number(sequence), id: Number(id), time: Number(time) }
  return { anchor, signature }
}

function signOf(key: AuditKey, { writer, sequence, mac, id, time }: Anchor): string {
  return key.sign('anchor', [writer, sequence, mac, id, time])
}
