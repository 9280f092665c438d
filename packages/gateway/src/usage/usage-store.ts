// Usage in the database. Rows are added to, so that any number of gateways count together.
import { type ReferenceExpression, type SelectQueryBuilder, sql } from 'kysely'
import type { Database } from '../storage/database.ts'
import type { Tables } from '../storage/tables.ts'
import { type Bucket, rowsIn } from './tallies.ts'

const DAY = 86_400_000

/** For how many days usage is kept. */
export const KEPT_DAYS = 400

/** The day of a time, in UTC. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** Both databases take at least so many rows in a statement. */
const ROWS = 500

/** Adds buckets to what is there, all or none. Rows go in one order, so that two gateways cannot block each other. */
export async function addUsage(
  database: Database,
  buckets: readonly Bucket[],
  day: string,
): Promise<void> {
  const needs = buckets.flatMap((bucket) =>
    [...rowsIn(bucket.needs)].map(([operation, need, tally]) => ({
      ...{ ...common(bucket, day), operation, need },
      ...{ count: tally.count, first_at: tally.first, last_at: tally.last },
    })),
  )
  const objects = buckets.flatMap((bucket) =>
    [...rowsIn(bucket.objects)].map(([kind, id, tally]) => ({
      ...{ ...common(bucket, day), kind, object_id: id },
      ...{ count: tally.count, first_at: tally.first, last_at: tally.last },
    })),
  )
  await database.transaction().execute(async (transaction) => {
    for (const rows of slices(inOrder(needs))) {
      await transaction
        .insertInto('usage_permission')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .columns(['grant_id', 'day', 'learn', 'operation', 'need'])
            .doUpdateSet(added('usage_permission')),
        )
        .execute()
    }
    for (const rows of slices(inOrder(objects))) {
      await transaction
        .insertInto('usage_object')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .columns(['grant_id', 'day', 'learn', 'kind', 'object_id'])
            .doUpdateSet(added('usage_object')),
        )
        .execute()
    }
  })
}

const common = ({ grantId, learn }: Bucket, day: string) => ({ grant_id: grantId, day, learn })

function added(table: 'usage_permission' | 'usage_object') {
  const present = (column: string) => sql.ref<number>(`${table}.${column}`)
  const more = (column: string) => sql.ref<number>(`excluded.${column}`)
  const first = [present('first_at'), more('first_at')] as const
  const last = [present('last_at'), more('last_at')] as const
  return {
    count: sql<number>`${present('count')} + ${more('count')}`,
    first_at: sql<number>`CASE WHEN ${first[1]} < ${first[0]} THEN ${first[1]} ELSE ${first[0]} END`,
    last_at: sql<number>`CASE WHEN ${last[1]} > ${last[0]} THEN ${last[1]} ELSE ${last[0]} END`,
  }
}

function inOrder<T extends object>(rows: readonly T[]): readonly T[] {
  const key = (row: T) => Object.values(row).slice(0, 5).join('\n')
  return rows.toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
}

function* slices<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += ROWS) yield rows.slice(at, at + ROWS)
}

/** Takes away what is older than it is kept. */
export async function pruneUsage(database: Database, now: number): Promise<void> {
  const before = dayOf(now - KEPT_DAYS * DAY)
  await database.deleteFrom('usage_permission').where('day', '<', before).execute()
  await database.deleteFrom('usage_object').where('day', '<', before).execute()
}

/** How often, first and last. */
export interface Used {
  readonly count: number
  readonly first: number
  readonly last: number
}

/** What an operation needed. */
export interface UsedNeed extends Used {
  readonly operation: string
  readonly need: string
}

/** An object that calls were about. */
export interface UsedObject extends Used {
  readonly kind: string
  readonly id: string
}

/** What is asked for: one learning, by its beginning; or everything since a time, by whole days. */
export type UsageSpan = { readonly learn: number } | { readonly since: number }

/** What a grant used in a span of time. */
export async function readUsage(
  database: Database,
  grantId: string,
  span: UsageSpan,
): Promise<{ readonly needs: readonly UsedNeed[]; readonly objects: readonly UsedObject[] }> {
  const needs = await database
    .selectFrom('usage_permission')
    .select(['operation', 'need'])
    .select(({ fn }) => [fn.sum('count').as('count'), fn.min('first_at').as('first')])
    .select(({ fn }) => fn.max('last_at').as('last'))
    .where('grant_id', '=', grantId)
    .$call((query) => within(query, span))
    .groupBy(['operation', 'need'])
    .orderBy('operation')
    .orderBy('need')
    .execute()
  const objects = await database
    .selectFrom('usage_object')
    .select(['kind', 'object_id'])
    .select(({ fn }) => [fn.sum('count').as('count'), fn.min('first_at').as('first')])
    .select(({ fn }) => fn.max('last_at').as('last'))
    .where('grant_id', '=', grantId)
    .$call((query) => within(query, span))
    .groupBy(['kind', 'object_id'])
    .orderBy('kind')
    .orderBy('object_id')
    .execute()
  return {
    needs: needs.map(({ operation, need, ...row }) => ({ operation, need, ...usedOf(row) })),
    objects: objects.map(({ kind, object_id: id, ...row }) => ({ kind, id, ...usedOf(row) })),
  }
}

function within<T extends 'usage_permission' | 'usage_object', O>(
  query: SelectQueryBuilder<Tables, T, O>,
  span: UsageSpan,
): SelectQueryBuilder<Tables, T, O> {
  const column = (name: 'learn' | 'day') => name as ReferenceExpression<Tables, T>
  return 'learn' in span
    ? query.where(column('learn'), '=', span.learn as never)
    : query.where(column('day'), '>=', dayOf(span.since) as never)
}

const usedOf = ({ count, first, last }: Readonly<Record<'count' | 'first' | 'last', unknown>>) => ({
  ...{ count: Number(count), first: Number(first), last: Number(last) },
})
