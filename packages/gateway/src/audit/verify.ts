// Whether the log is as it was written: every chain from its beginning, or the anchor of what was
// pruned, to its head. Chains are read one after the other, because rows of several writers may
// appear in another order than that of their ids.
import { setImmediate as breathe } from 'node:timers/promises'
import type { Database } from '../storage/database.ts'
import { type Anchor, readAnchors } from './anchors.ts'
import type { AuditKey } from './audit-key.ts'
import { type Head, type Link, macOf } from './chain.ts'
import type { HeadsRead } from './heads.ts'
import { EVENT_COLUMNS } from './row.ts'

/** Rows that are read at once. */
const PAGE = 2000

/** How many problems are told one by one. */
const MAX_PROBLEMS = 50

/** What can be wrong, in words. */
const PROBLEMS = {
  changed: 'was changed, or put in by somebody who does not have the key',
  missing: 'rows before this one are missing',
  unreadable: 'one of the rows after this one was changed: it holds a number that cannot be read',
  unsigned: 'has no signature: somebody put it in',
  cut: 'rows at the end are missing, after this one',
  replaced: 'is not the row that was written here',
  anchor: 'what stands for pruned rows was not written by this Latchkey',
  head: 'audit.heads has a line that was not written by this Latchkey',
  'heads-lost': 'audit.heads is not there, so rows may be missing at the end',
} as const

/** Something that is wrong with the log. */
export interface Problem {
  readonly kind: keyof typeof PROBLEMS
  /** The row; null where the problem is not one of a row that is there. */
  readonly id: number | null
  readonly message: string
}

/** What verifying came to. */
export interface Verification {
  readonly ok: boolean
  /** Rows that are there, and those of them that verify. */
  readonly rows: number
  readonly good: number
  /** Rows that were pruned, as the anchors say. */
  readonly pruned: number
  readonly chains: number
  /** The first bad row; null if there is none, or the problem is none of a row. */
  readonly first: number | null
  /** The first of them, those of rows in the order of ids. */
  readonly problems: readonly Problem[]
}

/** What verifying stands on. */
export interface VerifyParts {
  readonly database: Database
  readonly key: AuditKey
  readonly heads: HeadsRead
}

/** Checks the whole log. */
export async function verify({ database, key, heads }: VerifyParts): Promise<Verification> {
  const { anchors, forged } = await readAnchors(database, key)
  const found = new Findings()
  if (forged > 0) found.add('anchor', null)
  if (heads.forged > 0) found.add('head', null)
  const unseen = new Map(heads.heads)
  let chains = 0
  for (let writer = await writerAfter(database); writer !== undefined; chains++) {
    const [anchor, head] = [anchors.get(writer), heads.heads.get(writer)]
    unseen.delete(writer)
    const end = await verifyChain({ database, key, writer, anchor, head }, found)
    if (head && end.sequence < head.sequence) found.cut(head.sequence - end.sequence, end.id)
    writer = await writerAfter(database, writer)
  }
  for (const { writer, sequence } of unseen.values()) {
    const rest = sequence - (anchors.get(writer)?.sequence ?? 0)
    if (rest > 0) found.cut(rest, anchors.get(writer)?.id ?? 0)
  }
  await unsigned(database, found)
  if (!heads.found && (chains > 0 || anchors.size > 0)) found.add('heads-lost', null)
  let pruned = 0
  for (const anchor of anchors.values()) pruned += anchor.sequence
  return found.verification({ pruned, chains })
}

/** One chain, and how far to look at it. */
export interface ChainParts {
  readonly database: Database
  readonly key: AuditKey
  readonly writer: string
  readonly anchor: Anchor | undefined
  readonly head?: Head | undefined
  /** The last link to look at; all if it is not said. */
  readonly through?: number
}

/** Collects what is wrong. */
export class Findings {
  readonly #problems: Problem[] = []
  #bad = 0
  rows = 0
  good = 0

  /** Whether anything is wrong so far. */
  get any(): boolean {
    return this.#bad > 0
  }

  add(kind: Problem['kind'], id: number | null, message: string = PROBLEMS[kind]): void {
    this.#bad++
    this.#problems.push({ kind, id, message })
    // Only the first are of use; a log of millions of bad rows must not fill the memory.
    if (this.#problems.length > 4 * MAX_PROBLEMS) this.#sort().splice(MAX_PROBLEMS)
  }

  /** Rows are missing at the end of a chain. */
  cut(count: number, after: number): void {
    this.add('cut', after, `${count} ${count === 1 ? 'row is' : 'rows are'} missing after this one`)
  }

  verification(more: Pick<Verification, 'pruned' | 'chains'>): Verification {
    const problems = this.#sort().slice(0, MAX_PROBLEMS)
    const first = problems.find((one) => one.id !== null)?.id ?? null
    const { rows, good } = this
    return { ok: !this.any, rows, good, ...more, first, problems }
  }

  #sort(): Problem[] {
    return this.#problems.sort((a, b) => (a.id ?? Infinity) - (b.id ?? Infinity))
  }
}

/** Checks a chain, and gives back its last link. A bad row does not make the ones after it bad. */
export async function verifyChain(parts: ChainParts, found: Findings): Promise<Head> {
  const { database, key, writer, anchor, head, through } = parts
  let before: Head = anchor ?? { writer, sequence: 0, mac: '', id: 0 }
  let cursor: number | undefined
  while (true) {
    const rows = await page(database, writer, cursor, through).catch(unreadable)
    if (!rows) {
      found.add('unreadable', before.id)
      return head ?? before
    }
    for (const row of rows) {
      const kind = judge(key, row, before, head)
      found.rows++
      if (kind) found.add(kind, row.id)
      else found.good++
      before = row
    }
    if (rows.length < PAGE) return before
    cursor = rows.at(-1)?.sequence
    await breathe()
  }
}

// A number that no number here is read from was never written here.
function unreadable(error: unknown): undefined {
  if (!(error instanceof RangeError)) throw error
}

function judge(
  key: AuditKey,
  row: Link,
  before: Head,
  head: Head | undefined,
): Problem['kind'] | undefined {
  if (row.sequence > before.sequence + 1) return 'missing'
  if (row.sequence !== before.sequence + 1) return 'changed'
  if (macOf(key, row, before.mac) !== row.mac) return 'changed'
  return row.sequence === head?.sequence && row.mac !== head.mac ? 'replaced' : undefined
}

async function page(
  database: Database,
  writer: string,
  cursor: number | undefined,
  through: number | undefined,
): Promise<Link[]> {
  let rows = database
    .selectFrom('audit')
    .select([...EVENT_COLUMNS, 'writer', 'sequence', 'mac'])
    .where('writer', '=', writer)
    .where('sequence', 'is not', null)
    .orderBy('sequence')
    .limit(PAGE)
  if (cursor !== undefined) rows = rows.where('sequence', '>', cursor)
  if (through !== undefined) rows = rows.where('sequence', '<=', through)
  return (await rows.execute()) as Link[]
}

/** The next writer in the order of their names, by the index. */
export async function writerAfter(
  database: Database,
  writer?: string,
): Promise<string | undefined> {
  let next = database.selectFrom('audit').select((of) => of.fn.min('writer').as('writer'))
  if (writer !== undefined) next = next.where('writer', '>', writer)
  return (await next.executeTakeFirst())?.writer ?? undefined
}

async function unsigned(database: Database, found: Findings): Promise<void> {
  const rows = database
    .selectFrom('audit')
    .where((one) => one.or([one('writer', 'is', null), one('sequence', 'is', null)]))
  const { count } = await rows
    .select((of) => of.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  found.rows += Number(count)
  const first = await rows
    .select('id')
    .orderBy('id')
    .limit(MAX_PROBLEMS)
    .execute()
    .catch(unreadable)
  for (const { id } of first ?? [{ id: null }]) found.add('unsigned', id)
}
