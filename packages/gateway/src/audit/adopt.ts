// Rows from before there were chains become the first chain, once. After that a row without a
// signature is one that was put in.

import type { Database } from '../storage/database.ts'
import type { AuditKey } from './audit-key.ts'
import { extend, type Head, newChain } from './chain.ts'
import { EVENT_COLUMNS } from './row.ts'

const PAGE = 2000

/** What was found: whether the log is new to chains, and the chain that its rows became. */
export interface Adopted {
  readonly fresh: boolean
  readonly head: Head | undefined
}

/** Signs what is unsigned, if nothing is signed yet. */
export async function adopt(database: Database, key: AuditKey): Promise<Adopted> {
  const signed = await database
    .selectFrom('audit')
    .select('id')
    .where('writer', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  const anchored = await database.selectFrom('audit_anchor').select('writer').executeTakeFirst()
  if (signed || anchored) return { fresh: false, head: undefined }
  return database.transaction().execute(async (transaction) => {
    let head = newChain()
    while (true) {
      const rows = await transaction
        .selectFrom('audit')
        .select(EVENT_COLUMNS)
        .where('id', '>', head.id)
        .orderBy('id')
        .limit(PAGE)
        .execute()
      if (rows.length === 0) {
        return { fresh: true, head: head.sequence > 0 ? head : undefined }
      }
      const ids = rows.map((row) => row.id)
      for (const link of extend(key, head, rows, ids)) {
        const { id, writer, sequence, mac } = link
        await transaction
          .updateTable('audit')
          .set({ writer, sequence, mac })
          .where('id', '=', id)
          .execute()
        head = { id, writer, sequence, mac }
      }
    }
  })
}
