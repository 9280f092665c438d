// Room that several share. What one may have is measured by what is left, so that whoever takes much
// leaves some to the others, however many take much (dynamic thresholds, Choudhury and Hahne 1998).

/** Room of a size, in whatever unit; what was taken must be given back. */
export class SharedRoom<Who> {
  readonly #size: number
  readonly #share: number
  readonly #by = new Map<Who, number>()
  #taken = 0

  /** `share`: each may have so many times what is then left. With 1, one gets a half, two a third each. */
  constructor(size: number, share: number) {
    this.#size = size
    this.#share = share
  }

  /** How much is taken, by all together. */
  get taken(): number {
    return this.#taken
  }

  /** Takes some. False, and nothing is taken, if it is too much; `must`: it is taken all the same. */
  take(who: Who, amount: number, must = false): boolean {
    const own = (this.#by.get(who) ?? 0) + amount
    const left = this.#size - this.#taken - amount
    if (!must && (left < 0 || own > left * this.#share)) return false
    this.#taken += amount
    this.#by.set(who, own)
    return true
  }

  /** Gives back what was taken. */
  give(who: Who, amount: number): void {
    this.#taken -= amount
    const own = (this.#by.get(who) ?? 0) - amount
    if (own > 0) this.#by.set(who, own)
    else this.#by.delete(who)
  }
}
