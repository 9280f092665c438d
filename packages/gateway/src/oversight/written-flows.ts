// Which Flows each grant wrote or switched on: what they do by themselves counts towards its rates. What a
// grant created is known to the grant; this is the rest.
import type { Grant } from '../grants/grant.ts'
import type { Database } from '../storage/database.ts'

/** Remembers them, in memory and in the database. */
export class WrittenFlows {
  readonly #database: Database
  readonly #onError: (error: unknown) => void
  readonly #byGrant = new Map<string, Set<string>>()
  #writing: Promise<void> = Promise.resolve()

  private constructor(database: Database, onError: (error: unknown) => void) {
    this.#database = database
    this.#onError = onError
  }

  /** Reads what is known. */
  static async load(database: Database, onError: (error: unknown) => void): Promise<WrittenFlows> {
    const flows = new WrittenFlows(database, onError)
    const rows = await database.selectFrom('written_flow').selectAll().execute()
    for (const { grant_id: grantId, flow } of rows) flows.#add(grantId, flow)
    return flows
  }

  /** The Flows that a grant wrote or switched on, by `kind:id`. */
  of({ id, created }: Pick<Grant, 'id' | 'created'>): ReadonlySet<string> {
    const others = this.#byGrant.get(id)
    const made = [...created].filter(isFlow)
    return others ? new Set([...made, ...others]) : new Set(made)
  }

  /** Remembers one; it is known here at once. */
  wrote({ id, created }: Pick<Grant, 'id' | 'created'>, flow: string): void {
    const made: ReadonlySet<string> = created
    if (made.has(flow) || this.#byGrant.get(id)?.has(flow)) return
    this.#add(id, flow)
    this.#writing = this.#writing.then(() => this.#write(id, flow))
  }

  /** Waits until what is known is written. */
  async flush(): Promise<void> {
    await this.#writing
  }

  #add(grantId: string, flow: string): void {
    const flows = this.#byGrant.get(grantId) ?? new Set()
    this.#byGrant.set(grantId, flows.add(flow))
  }

  async #write(grantId: string, flow: string): Promise<void> {
    try {
      await this.#database
        .insertInto('written_flow')
        .values({ grant_id: grantId, flow })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    } catch (error) {
      this.#onError(error)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush()
  }
}

const isFlow = (key: string): boolean => /^(?:advanced-)?flow:/.test(key)
