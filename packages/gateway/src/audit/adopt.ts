// Rows from before there were chains become the first chain, once. After that a row without a
// signature is one that was put in.

import type { Database } from '../storage/database.ts'
import type { AuditKey } from './audit-key.ts'
import { extend, type Head, newChain } from './chain.ts'
import { EVENT_COLUMNS } from './row.ts'

const PAGE = 2000

/** Signs what is unsigned, if nothing is signed yet; gives back the chain, or undefined. */
export async function adopt(database: Database, key: AuditKey): Promise<Head | undefined> {
  const signed = await database
    .selectFrom('audit')
    .select('id')
    .where('writer', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  const anchored = await database.selectFrom('audit_anchor').select('writer').executeTakeFirst()
  if (signed || anchored) return undefined
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
      if (rows.length === 0) return head.sequence > 0 ? head : undefined
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
