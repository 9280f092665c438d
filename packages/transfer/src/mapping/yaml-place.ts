// A place in a YAML file: its value if it is what is wanted there, and its line if it is not.
import { isAlias, isMap, isScalar, isSeq, type LineCounter } from 'yaml'
import { MappingUnusable } from './unusable.ts'

/** A value in a file. What is asked of it and is not there throws MappingUnusable. */
export class Place {
  readonly line: number | null
  readonly #node: unknown
  readonly #lines: LineCounter
  readonly #what: string

  constructor(node: unknown, lines: LineCounter, what: string, line: number | null) {
    this.#node = node
    this.#lines = lines
    this.#what = what
    this.line = line
    if (isAlias(node)) throw this.wrong(`${what} is an alias. Write out what it stands for.`)
  }

  /** Whether nothing is written there. */
  get isEmpty(): boolean {
    return (
      this.#node === null || (isScalar(this.#node) && this.#node.value === '' && !this.isQuoted)
    )
  }

  /** Whether it is a text in quotes. */
  get isQuoted(): boolean {
    return isScalar(this.#node) && /^QUOTE/.test(this.#node.type ?? '')
  }

  text(): string {
    const value = isScalar(this.#node) ? this.#node.value : undefined
    if (typeof value === 'string' && value !== '') return value
    throw this.wrong(`${this.#what} is missing. Write it, as one line.`)
  }

  number(): number {
    const value = Number(this.text())
    if (Number.isFinite(value)) return value
    throw this.wrong(`${this.#what} is not a number.`)
  }

  oneOf<T extends string>(words: readonly T[]): T {
    const found = words.find((word) => word === this.text())
    if (found !== undefined) return found
    throw this.wrong(`"${this.text()}" is no ${this.#what}. Write one of ${words.join(', ')}.`)
  }

  /** The places of a list; what is empty is a list of none. */
  items(): readonly Place[] {
    if (this.isEmpty) return []
    if (!isSeq(this.#node)) throw this.wrong(`${this.#what} is no list. Begin each line with "- ".`)
    return this.#node.items.map((item, at) => this.#inner(item, `entry ${at + 1} of ${this.#what}`))
  }

  /** The members and their places. */
  entries(): readonly (readonly [string, Place])[] {
    if (this.isEmpty) return []
    return this.#pairs().map(({ key, value }) => {
      const name = this.#inner(key, `a name in ${this.#what}`).text()
      return [name, this.#inner(value, name, key)] as const
    })
  }

  /** A member. */
  at(name: string): Place {
    const found = this.maybe(name)
    if (found) return found
    throw this.wrong(`${this.#what} has no "${name}". Write "${name}:" and its value.`)
  }

  maybe(name: string): Place | undefined {
    const pair = this.#pairs().find(({ key }) => isScalar(key) && key.value === name)
    return pair && this.#inner(pair.value, name, pair.key)
  }

  wrong(message: string): MappingUnusable {
    return new MappingUnusable(message, { line: this.line })
  }

  #pairs() {
    if (isMap(this.#node)) return this.#node.items
    throw this.wrong(`${this.#what} has no members. Write "name: value" in lines of their own.`)
  }

  #inner(node: unknown, what: string, near: unknown = undefined): Place {
    const line = lineOf(near, this.#lines) ?? lineOf(node, this.#lines) ?? this.line
    return new Place(node, this.#lines, what, line)
  }
}

/** The place of a node. */
export function placeOf(node: unknown, lines: LineCounter, what: string): Place {
  return new Place(node, lines, what, lineOf(node, lines))
}

function lineOf(node: unknown, lines: LineCounter): number | null {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : null
  return range ? lines.linePos(range[0]).line : null
}
