// The order of steps: whatever everything else waits for longest comes first (reference 3.2). Steps that
// depend on nothing that is left to do are ready.
import type { Step } from '../plan/plan.ts'

/** A step as far as order goes. */
export type Ordered = Pick<Step, 'id' | 'after' | 'verb'>

/** Steps in order; each is given out when all that it waits for is settled. */
export class ReadySteps<S extends Ordered> {
  readonly #waiting = new Map<string, number>()
  readonly #followers: ReadonlyMap<string, readonly S[]>
  readonly #weight: ReadonlyMap<string, number>
  readonly #ready: S[] = []

  /** `settled` are ids of steps that need not be waited for. @throws TypeError if steps wait in a ring */
  constructor(steps: readonly S[], settled: (id: string) => boolean) {
    const left = steps.filter(({ id }) => !settled(id))
    const inside = new Set(left.map(({ id }) => id))
    this.#followers = followersOf(left)
    this.#weight = longestPaths(left, this.#followers)
    for (const step of left) {
      const count = new Set(step.after.filter((id) => inside.has(id))).size
      this.#waiting.set(step.id, count)
      if (count === 0) this.#put(step)
    }
  }

  /** Takes the next step that `may` be begun now. */
  take(may: (step: S) => boolean): S | undefined {
    for (let at = this.#ready.length - 1; at >= 0; at--) {
      const step = this.#ready[at]
      if (step && may(step)) {
        this.#ready.splice(at, 1)
        return step
      }
    }
    return undefined
  }

  get size(): number {
    return this.#ready.length
  }

  /** Puts a step back that was taken. */
  putBack(step: S): void {
    this.#put(step)
  }

  /** A step is done: what waited for nothing else is ready. */
  done(id: string): void {
    for (const follower of this.#followers.get(id) ?? []) {
      const left = (this.#waiting.get(follower.id) ?? 0) - 1
      this.#waiting.set(follower.id, left)
      if (left === 0) this.#put(follower)
    }
  }

  /** Everything that waits for a step, near or far. */
  behind(id: string): readonly S[] {
    const found = new Map<string, S>()
    const look = [...(this.#followers.get(id) ?? [])]
    for (let step = look.pop(); step; step = look.pop()) {
      if (found.has(step.id)) continue
      found.set(step.id, step)
      look.push(...(this.#followers.get(step.id) ?? []))
    }
    return [...found.values()]
  }

  // Sorted by weight, the heaviest last; among equals the first of the plan comes first.
  #put(step: S): void {
    const weight = this.#weightOf(step)
    let [low, high] = [0, this.#ready.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = this.#ready[middle]
      if (other && this.#weightOf(other) < weight) low = middle + 1
      else high = middle
    }
    this.#ready.splice(low, 0, step)
  }

  #weightOf({ id }: S): number {
    return this.#weight.get(id) ?? 0
  }
}

function followersOf<S extends Ordered>(steps: readonly S[]): ReadonlyMap<string, readonly S[]> {
  const followers = new Map<string, S[]>(steps.map(({ id }) => [id, []]))
  for (const step of steps) {
    for (const id of new Set(step.after)) followers.get(id)?.push(step)
  }
  return followers
}

/** What a step weighs: installing an app takes as long as many writes. */
const WEIGHTS: Readonly<Partial<Record<Step['verb'], number>>> = { install: 50 }

/** The weight of a step and the heaviest chain behind it, by id. */
export function longestPaths<S extends Ordered>(
  steps: readonly S[],
  followers: ReadonlyMap<string, readonly S[]>,
): ReadonlyMap<string, number> {
  const inside = new Set(steps.map(({ id }) => id))
  const before = new Map(
    steps.map(({ id, after }) => [id, new Set(after.filter((one) => inside.has(one))).size]),
  )
  const order: S[] = steps.filter(({ id }) => before.get(id) === 0)
  for (const step of order) {
    for (const follower of followers.get(step.id) ?? []) {
      const left = (before.get(follower.id) ?? 0) - 1
      before.set(follower.id, left)
      if (left === 0) order.push(follower)
    }
  }
  if (order.length < steps.length) throw new TypeError('Steps of the plan wait for each other.')
  const paths = new Map<string, number>()
  for (const step of order.reverse()) {
    const behind = (followers.get(step.id) ?? []).map(({ id }) => paths.get(id) ?? 0)
    paths.set(step.id, (WEIGHTS[step.verb] ?? 1) + Math.max(0, ...behind))
  }
  return paths
}
