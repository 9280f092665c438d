// The same files under another name: what is large and is there already is neither fetched nor copied.
import { cpSync, linkSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Links a folder's files to another one, and copies them where that is another disk, which takes a while. Entries
 * called like one of `without` are left out, at every depth.
 */
export function linkTree(from: string, to: string, without: readonly string[] = []): void {
  mkdirSync(to, { recursive: true })
  for (const one of readdirSync(from, { withFileTypes: true })) {
    if (without.includes(one.name)) continue
    const [there, here] = [join(from, one.name), join(to, one.name)]
    if (one.isDirectory()) linkTree(there, here, without)
    else linkFile(there, here)
  }
}

function linkFile(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    cpSync(from, to)
  }
}
