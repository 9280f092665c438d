// What the owner said of single tools of the MCP server, for a call that came through one. Pure.
import type { OverseenCall } from './call.ts'
import type { Effect } from './effect.ts'
import { ALLOW } from './judge-rules.ts'
import type { Restrictions } from './restrictions.ts'

/** Judges a call by the tool that makes it. What only reads is never asked about: one question a write is enough. */
export function judgeTool({ tools }: Restrictions, { tool, operation }: OverseenCall): Effect {
  if (tool === undefined || !tools || !Object.hasOwn(tools, tool)) return ALLOW
  if (tools[tool] === 'deny') {
    const message = `the owner does not allow this client the tool ${tool}.`
    return { effect: 'deny', reason: 'forbidden', message }
  }
  if (!operation.effect) return ALLOW
  const because = `You want to be asked first when this client uses the tool ${tool}.`
  return { effect: 'ask', because, from: 'restriction' }
}
