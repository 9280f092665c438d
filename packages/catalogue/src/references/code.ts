// References in JavaScript, by syntax tree. An id that stands in a string, a template or a regular
// expression is certain; in a comment it is for a person to review; what code puts together while it
// runs, and code that cannot be read, are for a person to do.
import type { AnyNode } from 'acorn'
import { joinedReader } from './code-joined.ts'
import { type CodeTree, nodesOf, parseCode } from './code-tree.ts'
import { uuidsIn } from './ids-in-text.ts'
import type { Form, Inventory, Mark } from './reference.ts'
import { byStart, shifted, textMarks } from './text.ts'

/** Every reference in a script, in order. */
export function codeMarks(code: string, inventory: Inventory = {}): readonly Mark[] {
  const tree = parseCode(code)
  const marks = tree ? inTree(code, tree, inventory) : inBrokenCode(code)
  return marks.map((mark) => unlessUnknown(mark, inventory)).sort(byStart)
}

function inTree(code: string, { program, comments }: CodeTree, { names }: Inventory): Mark[] {
  const marks: Mark[] = comments.flatMap(({ start, end }) =>
    uuidsIn(code, { start, end }).map((mark) => reviewed(mark, 'code-comment')),
  )
  const joined = joinedReader()
  for (const node of nodesOf(program)) {
    marks.push(...joined(node), ...inLiteral(code, node), ...comparedName(node))
    if (names) marks.push(...knownName(node, names))
  }
  return withoutDoubles(marks)
}

const reviewed = (mark: Mark, form: Form): Mark => ({ ...mark, sure: 'review', form })

// Code that cannot be read cannot run either; its ids are listed and left.
function inBrokenCode(code: string): Mark[] {
  const broken = { sure: 'manual', form: 'code-broken' } as const
  const whole: Mark = { start: 0, end: code.length, kind: 'unknown', id: '', ...broken }
  return [whole, ...uuidsIn(code).map((mark): Mark => ({ ...mark, ...broken }))]
}

function unlessUnknown(mark: Mark, { ids }: Inventory): Mark {
  if (!ids || mark.sure !== 'certain' || mark.kind === 'app' || ids.has(mark.id)) return mark
  return { ...mark, sure: 'manual', form: 'code-unknown' }
}

type Reader = (code: string, node: AnyNode) => readonly Mark[]

// A member that is a string, a template's text or a regular expression, with its delimiters cut off.
const LITERALS: Readonly<Partial<Record<AnyNode['type'], Reader>>> = {
  Literal: (code, node) => {
    if (node.type !== 'Literal') return NONE
    if (node.regex) return inPattern(code, node)
    if (typeof node.value !== 'string') return NONE
    const place = { start: node.start + 1, end: node.end - 1, value: node.value }
    return inString(code, place, 'code-literal')
  },
  TemplateElement: (code, node) => {
    if (node.type !== 'TemplateElement') return NONE
    const { start, end } = node
    return inString(code, { start, end, value: node.value.cooked ?? '' }, 'code-template')
  },
}

const NONE: readonly Mark[] = []

function inLiteral(code: string, node: AnyNode): readonly Mark[] {
  return LITERALS[node.type]?.(code, node) ?? NONE
}

interface StringPlace {
  readonly start: number
  readonly end: number
  readonly value: string
}

function inString(code: string, { start, end, value }: StringPlace, form: Form): Mark[] {
  const written = code.slice(start, end)
  const found = textMarks(written, { inFlow: false }).map((mark) =>
    shifted(mark.sure === 'certain' ? { ...mark, form } : mark, start),
  )
  if (written === value) return found
  const seen = new Set(found.filter(({ sure }) => sure === 'certain').map(({ id }) => id))
  const escaped = uuidsIn(value).filter(({ id }) => !seen.has(id))
  return [
    ...found,
    ...escaped.map((mark): Mark => ({ ...mark, start, end, sure: 'manual', form: 'code-escaped' })),
  ]
}

// Within square brackets a pattern lists letters: an id there is not one.
function inPattern(code: string, { start, end }: AnyNode): Mark[] {
  const hasClass = code.slice(start, end).includes('[')
  return uuidsIn(code, { start, end }).map((mark) =>
    hasClass || mark.sure !== 'certain'
      ? reviewed(mark, 'code-regex')
      : { ...mark, form: 'code-regex' },
  )
}

const COMPARISONS: readonly string[] = ['==', '===', '!=', '!==']

// `device.name === 'Lamp'`: right for as long as nobody gives the lamp another name.
function comparedName(node: AnyNode): readonly Mark[] {
  if (node.type !== 'BinaryExpression' || !COMPARISONS.includes(node.operator)) return NONE
  const sides = [node.left as AnyNode, node.right as AnyNode]
  return sides.some(isNameMember) ? sides.flatMap(asName) : NONE
}

function isNameMember(node: AnyNode): boolean {
  const member = node.type === 'ChainExpression' ? node.expression : node
  return (
    member.type === 'MemberExpression' &&
    member.property.type === 'Identifier' &&
    member.property.name === 'name'
  )
}

function asName(node: AnyNode): readonly Mark[] {
  if (node.type !== 'Literal' || typeof node.value !== 'string') return NONE
  const { start, end, value: id } = node
  return [{ start, end, kind: 'unknown', id, sure: 'review', form: 'code-name' }]
}

function knownName(node: AnyNode, names: ReadonlySet<string>): readonly Mark[] {
  return asName(node).filter(({ id }) => names.has(id))
}

function withoutDoubles(marks: readonly Mark[]): Mark[] {
  const byPlace = new Map(marks.map((mark) => [`${mark.start}/${mark.form}/${mark.id}`, mark]))
  return [...byPlace.values()]
}
