// Ids that code puts together while it runs. What is put together of nothing but text is worked out;
// where something else is part of it, what it is for can only be said by a person.
import type { AnyNode, TemplateElement } from 'acorn'
import { uuidsIn } from './ids-in-text.ts'
import type { Mark } from './reference.ts'

/** Stands for whatever is not known before the code runs. */
const HOLE = '\u0000'

// The beginning of a URI or of an id, and then something that is not known.
const OPEN_URI = new RegExp(`homey:(?:[a-z]+(?::(?:[a-z-]+[:|])?)?)?${HOLE}`)
const OPEN_ID = new RegExp(`[0-9a-f]{8}-[0-9a-f-]*${HOLE}|${HOLE}[0-9a-f-]*-[0-9a-f]{12}`, 'i')

/**
 * Reads what nodes put together by `+` or a template, outermost first: of a node that is part of one
 * that was read before, nothing is said again.
 */
export function joinedReader(): (node: AnyNode) => readonly Mark[] {
  const seen = new Set<AnyNode>()
  return (node) => {
    if (!isJoin(node) || seen.has(node)) return NONE
    const pieces = piecesOf(node, seen)
    const text = pieces.join('')
    const manual = { sure: 'manual', form: 'code-joined', kind: 'unknown' } as const
    const place = { start: node.start, end: node.end }
    const across = idsAcross(pieces, text).map((id): Mark => ({ ...place, id, ...manual }))
    if (!OPEN_URI.test(text) && !OPEN_ID.test(text)) return across
    return [...across, { ...place, id: '', ...manual }]
  }
}

// Every part in order; the nodes that hold parts are remembered.
function piecesOf(root: AnyNode, seen: Set<AnyNode>): readonly string[] {
  const pieces: string[] = []
  const waiting: (AnyNode | TemplateElement)[] = [root]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'BinaryExpression' && node.operator === '+') {
      seen.add(node)
      waiting.push(node.right, node.left as AnyNode)
    } else if (node.type === 'TemplateLiteral') {
      seen.add(node)
      waiting.push(...inOrder(node.quasis, node.expressions).reverse())
    } else {
      pieces.push(textOf(node))
    }
  }
  return pieces
}

const NONE: readonly Mark[] = []

function isJoin(node: AnyNode): boolean {
  return (
    (node.type === 'BinaryExpression' && node.operator === '+') || node.type === 'TemplateLiteral'
  )
}

function inOrder(
  quasis: readonly TemplateElement[],
  expressions: readonly AnyNode[],
): (AnyNode | TemplateElement)[] {
  return quasis.flatMap((quasi, place) => {
    const expression = expressions[place]
    return expression ? [quasi, expression] : [quasi]
  })
}

function textOf(node: AnyNode | TemplateElement): string {
  if (node.type === 'TemplateElement') return node.value.cooked ?? HOLE
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  return HOLE
}

// Ids that are in the whole and in none of its pieces.
function idsAcross(pieces: readonly string[], text: string): string[] {
  const inOne = new Set(pieces.flatMap((piece) => uuidsIn(piece).map(({ id }) => id)))
  return uuidsIn(text)
    .map(({ id }) => id)
    .filter((id) => !inOne.has(id))
}
