// How long something took, counted in buckets by one label text: a histogram of Prometheus. Kept by
// ourselves, because it is written for every request and read once in a while.

interface Row {
  readonly buckets: number[]
  sum: number
  count: number
}

/** A histogram of durations in seconds. */
export class Durations {
  readonly #name: string
  readonly #help: string
  readonly #bounds: readonly number[]
  readonly #rows = new Map<string, Row>()

  /** `bounds`: the upper ends of the buckets, ascending. */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name
    this.#help = help
    this.#bounds = bounds
  }

  /** Counts one; `labels` as they are written: `class="read",outcome="failed"`. */
  observe(labels: string, seconds: number): void {
    const row = this.#rows.get(labels) ?? this.#begin(labels)
    let at = 0
    while (at < this.#bounds.length && seconds > (this.#bounds[at] ?? 0)) at++
    row.buckets[at] = (row.buckets[at] ?? 0) + 1
    row.sum += seconds
    row.count++
  }

  #begin(labels: string): Row {
    const row: Row = {
      buckets: Array.from({ length: this.#bounds.length + 1 }, () => 0),
      sum: 0,
      count: 0,
    }
    this.#rows.set(labels, row)
    return row
  }

  /** It in the text format of Prometheus. */
  text(): string {
    const name = this.#name
    const lines = [`# HELP ${name} ${this.#help}`, `# TYPE ${name} histogram`]
    for (const [labels, { buckets, sum, count }] of this.#rows) {
      let below = 0
      for (const [at, bound] of [...this.#bounds, '+Inf'].entries()) {
        below += buckets[at] ?? 0
        lines.push(`${name}_bucket{le="${bound}",${labels}} ${below}`)
      }
      lines.push(`${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${count}`)
    }
    return `${lines.join('\n')}\n`
  }
}
