// Taking old rows away so that the rest still verifies: only whole beginnings of chains go, and a
// signed anchor takes the place of each.
import { setImmediate as breathe } from 'node:timers/promises'
import type { Database } from '../storage/database.ts'
import { type Anchor, readAnchors, writeAnchor } from './anchors.ts'
import type { AuditKey } from './audit-key.ts'
import { Findings, verifyChain, writerAfter } from './verify.ts'

/** Rows that go at once; requests are answered in between. */
const PIECE = 2000

/** What pruning came to. */
export interface PruneResult {
  readonly rows: number
  readonly chains: number
}

/** Rows that were to be pruned do not verify: the traces of whoever changed them must not go. */
export class AuditBroken extends Error {
  readonly first: number | null

  constructor(first: number | null) {
    super('Rows that are to be pruned do not verify.')
    this.name = 'AuditBroken'
    this.first = first
  }
}

interface Parts {
  readonly database: Database
  readonly key: AuditKey
  readonly now: number
}

/**
 * Takes away what is from before a time. The clock may have been set back, so a chain is pruned up
 * to its first row that is to stay.
 * @throws AuditBroken, unless `broken`; then no row is gone.
 */
export async function prune(parts: Parts, before: number, broken: boolean): Promise<PruneResult> {
  const { database, key } = parts
  const { anchors } = await readAnchors(database, key)
  const ends: { readonly writer: string; readonly through: number }[] = []
  let writer = await writerAfter(database)
  for (; writer !== undefined; writer = await writerAfter(database, writer)) {
    const through = await endOfOld(database, writer, before)
    if (through !== undefined) ends.push({ writer, through })
  }
  if (!broken) {
    const found = new Findings()
    for (const end of ends) {
      const anchor = anchors.get(end.writer)
      await verifyChain({ database, key, anchor, ...end }, found)
    }
    if (found.any) throw new AuditBroken(found.verification({ pruned: 0, chains: 0 }).first)
  }
  let rows = 0
  for (const end of ends) rows += await remove(parts, end.writer, end.through)
  return { rows, chains: ends.length }
}

/** The number of the last row before the first one that stays; undefined if all stay. */
async function endOfOld(
  database: Database,
  writer: string,
  before: number,
): Promise<number | undefined> {
  const ofWriter = database.selectFrom('audit').select('sequence').where('writer', '=', writer)
  const stays = await ofWriter
    .where('time', '>=', before)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst()
  let old = ofWriter.orderBy('sequence', 'desc').limit(1)
  if (stays) old = old.where('sequence', '<', stays.sequence)
  const last = (await old.executeTakeFirst())?.sequence
  return last === undefined || last === null ? undefined : Number(last)
}

async function remove(
  { database, key, now }: Parts,
  writer: string,
  through: number,
): Promise<number> {
  let rows = 0
  while (true) {
    const last = await endOfPiece(database, writer, through, now)
    if (!last) return rows
    const { numDeletedRows } = await database.transaction().execute(async (transaction) => {
      await writeAnchor(transaction, key, last)
      return transaction
        .deleteFrom('audit')
        .where('writer', '=', writer)
        .where('sequence', '<=', last.sequence)
        .executeTakeFirst()
    })
    rows += Number(numDeletedRows)
    await breathe()
  }
}

async function endOfPiece(
  database: Database,
  writer: string,
  through: number,
  time: number,
): Promise<Anchor | undefined> {
  const piece = await database
    .selectFrom('audit')
    .select(['id', 'sequence', 'mac'])
    .where('writer', '=', writer)
    .where('sequence', '<=', through)
    .orderBy('sequence')
    .limit(PIECE)
    .execute()
  const last = piece.at(-1)
  if (!last) return undefined
  const { id, sequence, mac } = last
  return { writer, id: Number(id), sequence: Number(sequence), mac: mac ?? '', time }
}
