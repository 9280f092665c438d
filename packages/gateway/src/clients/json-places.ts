// Where the parts of a JSON text are, by line, and which names stand twice in one object: `JSON.parse` keeps the
// last and says nothing. For a text that parses.

/** The way to a part. */
export type Path = readonly (string | number)[]

/** What was found. */
export interface Places {
  /** The line of a part, or of the nearest part around it that is there; lines count from 1. */
  lineOf(path: Path): number
  readonly twice: readonly { readonly path: Path; readonly line: number }[]
}

const TOKEN = /[{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+/g

/** How far paths are told: what is deeper has the line of what is around it. Texts may come from strangers. */
const DEEPEST = 16
const LONGEST_NAME = 200

const keyOf = (path: Path): string =>
  JSON.stringify(path.map((one) => (typeof one === 'string' ? one.slice(0, LONGEST_NAME) : one)))

const below = (path: Path, one: string | number): Path =>
  path.length < DEEPEST ? [...path, one] : path

interface Level {
  readonly path: Path
  readonly names: Set<string> | undefined
  name: string | undefined
  index: number
}

/** Finds all parts. */
export function placesIn(text: string): Places {
  const lines = new Map<string, number>()
  const twice: { path: Path; line: number }[] = []
  const levels: Level[] = []
  let line = 1
  let last = 0
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    line += text.slice(last, index).split('\n').length - 1
    last = index
    const level = levels.at(-1)
    if (token === ':' || token === ',') {
      if (level && token === ',') nextIn(level)
      continue
    }
    if (token === '}' || token === ']') {
      levels.pop()
      continue
    }
    if (level?.names && level.name === undefined) {
      const name = String(JSON.parse(token))
      const path = below(level.path, name)
      if (level.names.has(name)) twice.push({ path, line })
      level.names.add(name)
      level.name = name
      lines.set(keyOf(path), line)
      continue
    }
    const path = level ? below(level.path, level.name ?? level.index) : []
    if (!lines.has(keyOf(path))) lines.set(keyOf(path), line)
    const names = token === '{' ? new Set<string>() : undefined
    if (token === '{' || token === '[') levels.push({ path, names, name: undefined, index: 0 })
  }
  return { twice, lineOf: (path) => nearest(lines, path) }
}

function nextIn(level: Level): void {
  level.name = undefined
  level.index++
}

function nearest(lines: ReadonlyMap<string, number>, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const line = lines.get(keyOf(path.slice(0, length)))
    if (line !== undefined) return line
  }
  return 1
}
