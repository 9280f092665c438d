// The home as one call of a tool sees it: reads and writes over the caller's connection. What is refused is thrown,
// and what was read once in a call is not read again.
import { suffices } from '@latchkey/catalogue'
import type {
  Alternatives,
  CallAnswer,
  Connection,
  OperationCall,
  PlannedCall,
} from '../connection.ts'
import { Refused } from '../tool-error.ts'
import { type Item, itemsOf } from './item.ts'

/** What stands beside the name of an operation. */
type More = Omit<OperationCall, 'operation' | 'whole'>

/** One call's home. */
export class Home {
  readonly connection: Connection
  readonly tool: string
  readonly #lists = new Map<string, Promise<readonly Item[]>>()
  #whole: readonly PlannedCall[] | undefined
  /** Whether something was written: then a refusal is told, and nothing is begun anew. */
  hasWritten = false

  constructor(connection: Connection, tool: string) {
    this.connection = connection
    this.tool = tool
  }

  /** Whether the grant has all of these; it is asked only about what a tool can do without. */
  may(...permissions: readonly string[]): boolean {
    return suffices(this.connection.grant.permissions, [permissions])
  }

  /** Whether the grant has any one of these sets. */
  suffices(alternatives: Alternatives): boolean {
    return suffices(this.connection.grant.permissions, alternatives)
  }

  /** All objects of a collection. @throws Refused */
  list(operation: string): Promise<readonly Item[]> {
    const known = this.#lists.get(operation)
    if (known !== undefined) return known
    const read = this.read(operation).then(itemsOf)
    this.#lists.set(operation, read)
    return read
  }

  /** What a read answers. @throws Refused */
  async read(operation: string, more: More = {}): Promise<unknown> {
    return soundValue(await this.connection.send({ operation, ...more }, this.tool))
  }

  /** Says all that this call of the tool is going to write. To be said before the first write. */
  plan(calls: readonly PlannedCall[]): void {
    this.#whole = calls
  }

  /** What a write answers. @throws Refused */
  async write(operation: string, more: More = {}): Promise<unknown> {
    const whole = this.#whole && { whole: this.#whole }
    const answer = await this.connection.send({ operation, ...more, ...whole }, this.tool)
    const value = soundValue(answer)
    this.hasWritten = true
    this.#lists.clear()
    return value
  }
}

function soundValue(answer: CallAnswer): unknown {
  if (answer.status >= 200 && answer.status < 300) return answer.value
  throw new Refused(answer)
}
