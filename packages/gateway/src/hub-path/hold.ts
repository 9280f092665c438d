// What one request has of what is bounded, from the moment that its key was found good: a place among
// those for its grant and its hub, and room for its body. Strangers hold nothing.
import type { Grant } from '../grants/grant.ts'
import type { Load } from '../operations/load.ts'

/** The hold of one request. */
export class Hold {
  readonly #load: Load
  #grant: Grant | undefined
  #most = 0
  #isResting = false
  #body = 0

  constructor(load: Load) {
    this.#load = load
  }

  /** Takes a place for a request of a grant, which may have `most`. False if it must be refused. */
  enter(grant: Grant, most: number): boolean {
    if (!this.#load.enterFor(grant.id, grant.hubId, most)) return false
    this.#grant = grant
    this.#most = most
    return true
  }

  /** Takes room for so many bytes of the body more. False if it must be refused. */
  receive(bytes: number): boolean {
    if (!this.#grant || !this.#load.receive(this.#grant.hubId, bytes)) return false
    this.#body += bytes
    return true
  }

  /** Gives the place to others while nothing is done; what the body takes stays taken. */
  rest(): void {
    if (!this.#grant || this.#isResting) return
    this.#isResting = true
    this.#load.leaveFor(this.#grant.id, this.#grant.hubId)
  }

  /** Takes a place again. False if it must be refused. */
  resume(): boolean {
    const grant = this.#grant
    if (!grant || !this.#isResting) return true
    this.#isResting = !this.#load.enterFor(grant.id, grant.hubId, this.#most)
    return !this.#isResting
  }

  /** Gives all of it back. */
  leave(): void {
    const grant = this.#grant
    if (!grant) return
    this.#grant = undefined
    if (!this.#isResting) this.#load.leaveFor(grant.id, grant.hubId)
    this.#load.received(grant.hubId, this.#body)
  }
}
