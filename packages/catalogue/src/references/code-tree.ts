// The syntax tree of a script, read as HomeyScript reads it: `await` and `return` may stand at the top.
// The tree is only looked at. Code is never run.
import { type AnyNode, type Comment, type Program, parse } from 'acorn'

export interface CodeTree {
  readonly program: Program
  readonly comments: readonly Comment[]
}

/** Parses a script; nothing if it cannot be read. */
export function parseCode(code: string): CodeTree | undefined {
  const comments: Comment[] = []
  try {
    const program = parse(code, {
      ...{ ecmaVersion: 'latest', sourceType: 'script', allowHashBang: true },
      ...{ allowAwaitOutsideFunction: true, allowReturnOutsideFunction: true },
      onComment: comments,
    })
    return { program, comments }
  } catch {
    // A syntax error, or code that is nested too deeply for the parser.
    return undefined
  }
}

/** Every node of a tree, parents first. The stack is our own: code may be nested deeply. */
export function* nodesOf(root: AnyNode): Generator<AnyNode> {
  const waiting: AnyNode[] = [root]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node
    for (const member of Object.values(node)) {
      if (Array.isArray(member)) waiting.push(...member.filter(isNode))
      else if (isNode(member)) waiting.push(member)
    }
  }
}

function isNode(value: unknown): value is AnyNode {
  return value !== null && typeof value === 'object' && 'type' in value && 'start' in value
}
