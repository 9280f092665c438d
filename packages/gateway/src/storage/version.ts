// Which version of Latchkey this is.
import { readFileSync } from 'node:fs'

/** The version, as the package says it. */
export function latchkeyVersion(): string {
  const file = new URL('../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
