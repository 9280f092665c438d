// Who is home and who is asleep. `me` is the user of the calling session.
import { change, find } from '../state/hub.ts'
import { type Call, caller, flag, type Rows, stored, text } from './behaviour.ts'

export const presence: Rows = {
  getPresent: stored((call) => ({ value: find(call.hub, 'users', text(call, 'id')).present })),
  setPresent: stored((call) => set(call, text(call, 'id'), 'present')),
  setPresentMe: stored((call) => set(call, caller(call).userId, 'present')),
  getAsleep: stored((call) => ({ value: find(call.hub, 'users', text(call, 'id')).asleep })),
  setAsleep: stored((call) => set(call, text(call, 'id'), 'asleep')),
  setAsleepMe: stored((call) => set(call, caller(call).userId, 'asleep')),
}

// The specification does not require the value; a call without one changes nothing.
function set(call: Call, userId: string, member: 'present' | 'asleep'): { value: boolean } {
  const user = find(call.hub, 'users', userId)
  const value = flag(call, 'value', user[member])
  change(call.hub, 'users', userId, { [member]: value })
  return { value }
}
