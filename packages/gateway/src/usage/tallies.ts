// What was used and is not written yet: how often, first and last, by grant and learning. Counting is a look
// into maps; nothing is made but for what is seen for the first time.

/** How often something was used, and when. */
export interface Tally {
  count: number
  readonly first: number
  last: number
}

type Tallies = Map<string, Map<string, Tally>>

/** What one grant used, in one learning or outside of any. */
export interface Bucket {
  readonly grantId: string
  /** When the learning began; 0 outside of any. */
  readonly learn: number
  /** By operation and need. */
  readonly needs: Tallies
  /** By kind and id. */
  readonly objects: Tallies
  objectCount: number
}

/** Stands for objects that were too many to be told apart. */
export const TOO_MANY = '*'

/** How many objects of a grant are told apart between two writes. */
const MAX_OBJECTS = 1_000

/** An empty bucket. */
export function newBucket(grantId: string, learn: number): Bucket {
  return { grantId, learn, needs: new Map(), objects: new Map(), objectCount: 0 }
}

/** Counts one use of a need. */
export function countNeed({ needs }: Bucket, operation: string, need: string, now: number): void {
  count(needs, operation, need, now)
}

/** Counts one use of an object. */
export function countObject(bucket: Bucket, kind: string, id: string, now: number): void {
  const { objects } = bucket
  if (bucket.objectCount >= MAX_OBJECTS && objects.get(kind)?.has(id) !== true) {
    count(objects, kind, TOO_MANY, now)
  } else if (count(objects, kind, id, now)) bucket.objectCount++
}

/** Counts; whether it is the first. */
function count(tallies: Tallies, one: string, other: string, now: number): boolean {
  let inner = tallies.get(one)
  if (!inner) {
    inner = new Map()
    tallies.set(one, inner)
  }
  const known = inner.get(other)
  if (known) {
    known.count++
    known.last = now
    return false
  }
  inner.set(other, { count: 1, first: now, last: now })
  return true
}

/** A tally by its two names. */
export function* rowsIn(tallies: Tallies): Generator<readonly [string, string, Tally]> {
  for (const [one, inner] of tallies) for (const [other, tally] of inner) yield [one, other, tally]
}
