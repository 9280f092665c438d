// Who goes with whom so that the sum of all costs is least: the Hungarian method with potentials, for
// tables with at least as many columns as rows.

/** Costs of one row. */
export type Costs = readonly number[] | Float64Array

/**
 * For each row the column that it is given; each column goes to one row at most.
 * @param costs finite numbers, rows of the same length, no fewer columns than rows
 * @param nobody if given, a row may also go without, at this cost: its column is then none of the table's
 * @throws TypeError if there are fewer columns than rows
 */
export function assign(costs: readonly Costs[], nobody?: number): readonly number[] {
  const rows = costs.length
  const columns = (costs[0]?.length ?? 0) + (nobody === undefined ? 0 : rows)
  if (columns < rows) throw new TypeError(`${rows} rows cannot share ${columns} columns`)
  const table = new Table(costs, columns, nobody)
  for (let row = 1; row <= rows; row++) table.place(row)
  return table.result()
}

/** So dear that it is never chosen where anything else is left. */
export const IMPOSSIBLE = 1e6

// Rows and columns count from 1; column 0 stands for the row that is being placed.
class Table {
  readonly #costs: readonly Costs[]
  readonly #nobody: number
  readonly #real: number
  readonly #rows: number
  readonly #columns: number
  readonly #ofRow: Float64Array
  readonly #ofColumn: Float64Array
  readonly #rowAt: Int32Array
  readonly #from: Int32Array

  constructor(costs: readonly Costs[], columns: number, nobody = 0) {
    const rows = costs.length
    this.#costs = costs
    this.#nobody = nobody
    this.#real = costs[0]?.length ?? 0
    this.#rows = rows
    this.#columns = columns
    this.#ofRow = new Float64Array(rows + 1)
    this.#ofColumn = new Float64Array(columns + 1)
    this.#rowAt = new Int32Array(columns + 1)
    this.#from = new Int32Array(columns + 1)
  }

  /** Finds a place for one more row, along the shortest way of others that move on. */
  place(row: number): void {
    this.#rowAt[0] = row
    const least = new Float64Array(this.#columns + 1).fill(Number.POSITIVE_INFINITY)
    const seen = new Uint8Array(this.#columns + 1)
    let column = 0
    do {
      seen[column] = 1
      const next = this.#widen(column, least, seen)
      this.#lower(next.by, least, seen)
      column = next.column
    } while (this.#rowAt[column] !== 0)
    while (column !== 0) {
      const before = this.#from[column] ?? 0
      this.#rowAt[column] = this.#rowAt[before] ?? 0
      column = before
    }
  }

  result(): number[] {
    const columnOf = new Array<number>(this.#rows).fill(-1)
    for (let column = 1; column <= this.#columns; column++) {
      const row = this.#rowAt[column] ?? 0
      if (row > 0) columnOf[row - 1] = column - 1
    }
    return columnOf
  }

  #widen(column: number, least: Float64Array, seen: Uint8Array): { column: number; by: number } {
    const row = this.#rowAt[column] ?? 0
    const costs = this.#costs[row - 1] ?? []
    const potential = this.#ofRow[row] ?? 0
    let by = Number.POSITIVE_INFINITY
    let nearest = 0
    for (let at = 1; at <= this.#columns; at++) {
      if (seen[at] === 1) continue
      const own = at - this.#real === row ? this.#nobody : IMPOSSIBLE
      const cost = at > this.#real ? own : (costs[at - 1] ?? 0)
      const reduced = cost - potential - (this.#ofColumn[at] ?? 0)
      if (reduced < (least[at] ?? 0)) {
        least[at] = reduced
        this.#from[at] = column
      }
      if ((least[at] ?? 0) < by) {
        by = least[at] ?? 0
        nearest = at
      }
    }
    return { column: nearest, by }
  }

  #lower(by: number, least: Float64Array, seen: Uint8Array): void {
    for (let at = 0; at <= this.#columns; at++) {
      if (seen[at] === 1) {
        const row = this.#rowAt[at] ?? 0
        this.#ofRow[row] = (this.#ofRow[row] ?? 0) + by
        this.#ofColumn[at] = (this.#ofColumn[at] ?? 0) - by
      } else least[at] = (least[at] ?? 0) - by
    }
  }
}
