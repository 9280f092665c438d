// The house rules of all hubs: in the database, and compiled in memory, where requests look. A change is on the
// disk before memory has it, and memory has it before the owner is told.
import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Database } from '../storage/database.ts'
import type { HouseRuleTable } from '../storage/tables.ts'
import type { HouseRule } from './house-rule.ts'
import { type CompiledRule, compileRule } from './judge-rules.ts'
import { isReadyMade } from './ready-made.ts'

/** What a new rule is made from. */
export type NewRule = Omit<HouseRule, 'id' | 'createdAt' | 'paused'>

/** What of a rule is to be otherwise; what is absent stays. */
export type RuleChange = Partial<
  Pick<HouseRule, 'name' | 'effect' | 'about' | 'hours' | 'keys' | 'cap' | 'paused'>
>

/** What stands in one column, as JSON. */
type Terms = Pick<HouseRule, 'about' | 'hours' | 'keys' | 'cap'>

interface Kept {
  readonly compiled: CompiledRule
  readonly generation: number
}

/** Makes, finds, changes and removes rules. */
export class HouseRules {
  readonly #database: Database
  readonly #now: () => number
  readonly #byId = new Map<string, Kept>()
  readonly #byHub = new Map<string, readonly CompiledRule[]>()

  private constructor(database: Database, now: () => number) {
    this.#database = database
    this.#now = now
  }

  /** Loads all rules. */
  static async load(database: Database, now: () => number): Promise<HouseRules> {
    const rules = new HouseRules(database, now)
    await rules.rereadAll()
    return rules
  }

  /** The rules of a hub that are not paused; no database. The same list as long as none changes. */
  of(hubId: string): readonly CompiledRule[] {
    return this.#byHub.get(hubId) ?? NONE
  }

  /** All rules of a hub, the oldest first. */
  async list(hubId: string): Promise<readonly HouseRule[]> {
    const rows = await this.#database
      .selectFrom('house_rule')
      .selectAll()
      .where('hub_id', '=', hubId)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    return rows.map(fromRow)
  }

  /** The rule with this id. */
  async byId(id: string): Promise<HouseRule | undefined> {
    const row = await this.#row(id)
    return row && fromRow(row)
  }

  /** Makes a rule. The next request is judged by it. */
  async create(wanted: NewRule): Promise<HouseRule> {
    const id = randomUUID()
    const { hubId, kind, name, effect, ...terms } = wanted
    await this.#database
      .insertInto('house_rule')
      .values({
        ...{ id, hub_id: hubId, kind, name, effect, terms: JSON.stringify(terms) },
        ...{ paused_at: null, generation: 1, created_at: this.#now() },
      })
      .execute()
    await this.reread(id)
    return this.#present(id)
  }

  /** Changes a rule; undefined if there is none. */
  async update(id: string, change: RuleChange): Promise<HouseRule | undefined> {
    const before = await this.byId(id)
    if (!before) return undefined
    const { name, effect, paused, about, hours, keys, cap } = { ...before, ...change }
    const terms: Terms = { about, hours, keys, cap }
    const changed = await this.#database
      .updateTable('house_rule')
      .set({ name, effect, terms: JSON.stringify(terms), paused_at: paused ? this.#now() : null })
      .set((set) => ({ generation: set('generation', '+', 1) }))
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst()
    await this.reread(id)
    return changed && this.#present(id)
  }

  /** Removes a rule, and what was counted for it. */
  async remove(id: string): Promise<void> {
    await this.#database.deleteFrom('house_rule').where('id', '=', id).execute()
    await this.#database.deleteFrom('day_count').where('subject', '=', `rule ${id}`).execute()
    await this.reread(id)
  }

  /** Takes a change that another gateway made. */
  async reread(id: string): Promise<void> {
    const row = await this.#row(id)
    if (row) this.#remember(row)
    else this.#byId.delete(id)
    this.#arrange()
  }

  /** Takes all changes that were made while none could be heard of. */
  async rereadAll(): Promise<void> {
    const rows = await this.#database.selectFrom('house_rule').selectAll().execute()
    const present = new Set(rows.map((row) => row.id))
    for (const id of [...this.#byId.keys()]) if (!present.has(id)) this.#byId.delete(id)
    for (const row of rows) this.#remember(row)
    this.#arrange()
  }

  /** Forgets the rules of a hub that was removed. */
  forget(hubId: string): void {
    for (const [id, { compiled }] of [...this.#byId]) {
      if (compiled.rule.hubId === hubId) this.#byId.delete(id)
    }
    this.#arrange()
  }

  // Two changes may be read in either order; the later one has the higher number.
  #remember(row: Selectable<HouseRuleTable>): void {
    const known = this.#byId.get(row.id)
    if (known && known.generation >= row.generation) return
    this.#byId.set(row.id, { compiled: compileRule(fromRow(row)), generation: row.generation })
  }

  #arrange(): void {
    const all = [...this.#byId.values()].map(({ compiled }) => compiled)
    const live = all.filter(({ rule }) => !rule.paused)
    this.#byHub.clear()
    for (const [hubId, rules] of Map.groupBy(live, ({ rule }) => rule.hubId)) {
      this.#byHub.set(
        hubId,
        rules.toSorted((one, other) => one.rule.createdAt - other.rule.createdAt),
      )
    }
  }

  #present(id: string): HouseRule {
    const known = this.#byId.get(id)
    if (!known) throw new Error(`The rule ${id} is not there any more.`)
    return known.compiled.rule
  }

  #row(id: string): Promise<Selectable<HouseRuleTable> | undefined> {
    return this.#database
      .selectFrom('house_rule')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
  }
}

const NONE: readonly CompiledRule[] = []

function fromRow(row: Selectable<HouseRuleTable>): HouseRule {
  const { about, hours, keys, cap } = JSON.parse(row.terms) as Terms
  return {
    ...{ id: row.id, hubId: row.hub_id, name: row.name, about, hours, keys, cap },
    // What this code does not know protects as much as it can: it is about every effect.
    kind: isReadyMade(row.kind) ? row.kind : 'own',
    effect: row.effect === 'ask' ? 'ask' : 'deny',
    paused: row.paused_at !== null,
    createdAt: Number(row.created_at),
  }
}
