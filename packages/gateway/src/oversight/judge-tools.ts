// What the owner said of single tools of the MCP server, for a call that came through one. Pure.
import type { OverseenCall } from './call.ts'
import type { Effect } from './effect.ts'
import { ALLOW } from './judge-rules.ts'
import type { Restrictions } from './restrictions.ts'

/**
 * Judges a call by the tool that makes it, and by those that do the same: to undo a change is to make one. What only
 * reads is never asked about: one question a write is enough.
 */
export function judgeTool({ tools }: Restrictions, { via, operation }: OverseenCall): Effect {
  if (!via || !tools) return ALLOW
  const said = [via.tool, ...(via.as ?? [])].filter((one) => Object.hasOwn(tools, one))
  const denied = said.find((one) => tools[one] === 'deny')
  if (denied !== undefined) {
    const message = `the owner does not allow this client the tool ${denied}.`
    return { effect: 'deny', reason: 'forbidden', message }
  }
  const asked = said.find((one) => tools[one] === 'ask')
  if (!operation.effect || asked === undefined) return ALLOW
  const because = `You want to be asked first when this client uses the tool ${asked}.`
  return { effect: 'ask', because, from: 'restriction' }
}
