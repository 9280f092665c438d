// How results are printed: tables, and lines that say beside each figure whether it is as it should be.

/** A target: at least or at most so much, as `reference/performance.md` has it. */
export type Target = { readonly least: number } | { readonly most: number }

interface Line {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly digits?: number
  /** None for what is only told beside another. */
  readonly target?: Target
  readonly note?: string
}

const lines: boolean[] = []

/** A heading over what follows. */
export function heading(text: string): void {
  console.log(`\n${text}`)
}

/** A figure, with its target if it has one. */
export function figure({ what, value, unit, digits = 2, target, note }: Line): void {
  const said = `${value.toFixed(digits)} ${unit}`.padStart(14)
  if (target === undefined) {
    console.log(`${what.padEnd(58)}${said}`)
    return
  }
  const ok = 'least' in target ? value >= target.least : value <= target.most
  lines.push(ok)
  const wanted = 'least' in target ? `≥ ${target.least}` : `≤ ${target.most}`
  const judged = ok ? 'ok' : 'SHORT'
  console.log(`${what.padEnd(58)}${said}  ${wanted.padEnd(8)} ${judged}${note ? `  ${note}` : ''}`)
}

/** A table: its columns padded to the widest cell, the first to the left. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((_, at) =>
    Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)),
  )
  for (const row of [head, ...rows]) {
    const cells = row.map((cell, at) =>
      at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
    )
    console.log(cells.join('  '))
  }
}

/** How many figures are as they should be, of how many. */
export const score = (): string =>
  `${lines.filter(Boolean).length} of ${lines.length} as they should be`
