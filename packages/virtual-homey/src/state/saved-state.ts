// The memory of a hub in a file: JSON with a name and a version in front, so that a file that is
// something else, or comes from a later version of this program, is refused and never half read.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type Generation, isGeneration } from '../generations/generation.ts'
import { isRecord } from '../json.ts'
import { blankState, type HomeyState } from './homey-state.ts'

const FORMAT = 'virtual-homey-state'
const VERSION = 1

/** A hub as it was saved. */
export interface SavedState {
  readonly generation: Generation
  readonly state: HomeyState
}

/** Writes a hub to a file. The file is complete or untouched. */
export function writeSavedState(file: string, saved: SavedState): void {
  const text = JSON.stringify(savedJson(saved), null, 1)
  writeFileSync(`${file}.part`, `${text}\n`, { mode: 0o600 })
  renameSync(`${file}.part`, file)
}

/** What stands in a file. */
export function savedJson({ generation, state }: SavedState): unknown {
  return { format: FORMAT, version: VERSION, generation, state }
}

/** Reads a hub from a file. @throws Error that names the file and says what is wrong with it. */
export function readSavedState(file: string): SavedState {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`Cannot read the saved state ${file}.`, { cause: error })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error(`${file} is not a saved virtual Homey: it is not JSON.`)
  }
  return checkSavedState(value, file)
}

/** A saved hub from JSON of unknown shape. @throws Error that says what is wrong with it. */
export function checkSavedState(value: unknown, origin: string): SavedState {
  const fail = (reason: string): never => {
    throw new Error(`${origin} is not a saved virtual Homey: ${reason}.`)
  }
  if (!isRecord(value) || value['format'] !== FORMAT) return fail(`its format is not "${FORMAT}"`)
  const { version, generation, state } = value
  if (version !== VERSION) {
    return fail(`it has version ${JSON.stringify(version)}, and this program reads ${VERSION}`)
  }
  if (typeof generation !== 'string' || !isGeneration(generation)) {
    return fail(`there is no generation ${JSON.stringify(generation)}`)
  }
  if (!isRecord(state) || !isRecord(state['system'])) return fail('it has no state')
  const { id, name } = state['system']
  if (typeof id !== 'string' || typeof name !== 'string') return fail('its hub has no id or name')
  // Members that later additions brought are filled in; nothing that is there may have another shape.
  const blank = blankState({ ...BLANK_SYSTEM, id, name, ...state['system'] })
  for (const [member, expected] of Object.entries(blank)) {
    const found = state[member]
    if (found !== undefined && Array.isArray(found) !== Array.isArray(expected)) {
      return fail(`"${member}" is not what it should be`)
    }
    if (found !== undefined && !Array.isArray(expected) && !isRecord(found)) {
      return fail(`"${member}" is not an object`)
    }
  }
  return { generation, state: { ...blank, ...state } }
}

const BLANK_SYSTEM = {
  ...{ version: '12.4.5', bootedAt: '1970-01-01T00:00:00.000Z', timezone: 'Europe/Amsterdam' },
  externalAddress: null,
}
