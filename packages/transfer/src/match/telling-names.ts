// Which names tell anything. What a driver calls a device that nobody has named yet is no evidence;
// drivers do not say it, but such names pile up in one place, or only say what the device is.
import { normalName, wordsOf } from './names.ts'
import type { Unit } from './units.ts'

/** What names are worth between two sides. */
export interface NameWorth {
  /** Whether a name is, as far as can be told, the one that the driver gave. */
  isDefault(unit: Unit): boolean
  /** Whether the name of a device of the target that lies in no room of its own is one of a person. */
  isTrusted(unit: Unit): boolean
  /** How much it says that two names are the same, in log₂ units: 2 to 12. */
  rarity(name: string): number
  /** The words of the names of the source. */
  readonly words: ReadonlySet<string>
}

/** From this share of unnamed devices on a name that stands alone is no longer taken for a person's. */
const MOSTLY = 0.5

/** Learns what names are worth. */
export function nameWorth(sources: readonly Unit[], targets: readonly Unit[]): NameWorth {
  const piled = new Set([...pilesOf(sources), ...pilesOf(targets)])
  const isPiled = ({ driver, name }: Unit): boolean => piled.has(`${driver} ${normalName(name)}`)
  const shared = new Set(repeated(targets.map(({ driver }) => driver)))
  const judged = targets.filter(({ driver }) => shared.has(driver))
  const unnamed = judged.filter(isPiled).length
  const isUnnamedHome = judged.length === 0 || unnamed / judged.length > MOSTLY
  const [countS, countT] = [counted(sources), counted(targets)]
  const all = Math.max(sources.length, targets.length)
  return {
    isDefault: (unit) => unit.name === '' || isPiled(unit),
    isTrusted: (unit) => !saysWhatItIs(unit) && !(isUnnamedHome && !shared.has(unit.driver)),
    rarity: (name) => {
      const key = normalName(name)
      const times = Math.max(countS.get(key) ?? 1, countT.get(key) ?? 1)
      return Math.min(12, Math.max(2, Math.log2(all / times)))
    },
    words: new Set(sources.flatMap(({ name }) => wordsOf(name))),
  }
}

// Two of one driver with one name in one place: nobody calls two things the same there.
function pilesOf(units: readonly Unit[]): readonly string[] {
  const places = units.map(
    ({ driver, name, zone }) => `${driver} ${normalName(name)}\n${zone ?? ''}`,
  )
  return repeated(places).map((place) => place.slice(0, place.indexOf('\n')))
}

function repeated(texts: readonly string[]): readonly string[] {
  const times = new Map<string, number>()
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1)
  return [...times].filter(([, count]) => count > 1).map(([text]) => text)
}

function counted(units: readonly Unit[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const { name } of units) {
    const key = normalName(name)
    times.set(key, (times.get(key) ?? 0) + 1)
  }
  return times
}

// “Casa Weather” of `homey:app:com.example.casa:weather`: the driver could have thought of it.
function saysWhatItIs({ name, driver, owner, class: deviceClass }: Unit): boolean {
  const known = new Set(wordsOf(`${driver} ${owner} ${deviceClass}`))
  const words = wordsOf(name)
  return words.length > 0 && words.every((word) => known.has(word))
}
