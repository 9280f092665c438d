// What a command reads from and writes to, passed in so that commands need no globals; and how
// results are printed: one JSON document, or text for people.

/** The terminal, or what stands in for it. */
export interface Terminal {
  readonly environment: NodeJS.ProcessEnv
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  /** Sets what to do in place of ending when the terminal hangs up (SIGHUP). */
  readonly onHangup?: (listener: () => void) => void
}

/** Prints a result: as one JSON document on one line, or as the text that `text` makes of it. */
export function print<T>(
  terminal: Terminal,
  json: boolean | undefined,
  result: T,
  text: (result: T) => string,
): void {
  terminal.stdout.write(`${json ? JSON.stringify(result) : text(result)}\n`)
}

/** Rows as columns that are aligned; the first row is the heading. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, cell.length)
    })
  }
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The text on one line, with nothing in it that a terminal obeys. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, '?')
}
