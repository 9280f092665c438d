// Whether a request is one that a rule speaks of, apart from how often it has come.
import type { FaultTarget } from '../http/fault.ts'
import type { When } from './grammar.ts'

/** True if method, operation and path are those that the rule names. */
export function fits(when: When, target: FaultTarget): boolean {
  return (
    (when.method === undefined || when.method === target.method) &&
    (when.operation === undefined || like(when.operation, target.operation ?? '')) &&
    (when.path === undefined || like(when.path, target.path))
  )
}

function like(pattern: string, text: string): boolean {
  const [start = '', ...parts] = pattern.split('*')
  if (!text.startsWith(start)) return false
  let at = start.length
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1
    const found = last ? text.length - part.length : text.indexOf(part, at)
    if (found < at || !text.startsWith(part, found)) return false
    at = found + part.length
  }
  return parts.length > 0 || at === text.length
}
