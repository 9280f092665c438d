// What keys left behind and what was undone of it, in words for people; and waiting for an undo.
import type { BeyondView, TracesView, TraceView, UndoView } from '@latchkey/gateway'
import type { OwnerClient } from '../owner-client.ts'
import { oneLine } from '../terminal.ts'

/** How long a command waits for an undo, in milliseconds; the gateway goes on with it. */
const PATIENCE = 30_000
const EVERY = 200

/** Waits until an undo is over, or waits itself for its Homey; what it came to so far. */
export async function followed(owner: OwnerClient, asked: UndoView): Promise<UndoView> {
  const until = Date.now() + PATIENCE
  let undo = asked
  while (undo.state === 'waiting' && Date.now() < until && undo.attempts < 2) {
    await new Promise((resolve) => setTimeout(resolve, EVERY))
    undo = await owner.request<UndoView>('GET', `/undos/${encodeURIComponent(undo.id)}`)
  }
  return undo
}

const STATES: Readonly<Record<UndoView['state'], string>> = {
  done: 'Undone.',
  cancelled: 'The undo was called off before it was done.',
  waiting: 'The undo waits, and is gone on with as soon as it can be, also after a restart',
}

/** An undo as text. */
export function undoText(undo: UndoView): string {
  const { done, left, notUndoable, problem } = undo
  const state = undo.state === 'waiting' ? `${STATES.waiting}: ${problem ?? 'it is under way'}` : ''
  const head = state || [STATES[undo.state], problem].filter(Boolean).join(' ')
  return [
    oneLine(head),
    ...section('Done:', done),
    ...section('Left as it is:', left),
    ...section('Cannot be undone from here:', notUndoable),
  ].join('\n')
}

/** What a key left as text. */
export function tracesText({ name, traces, notUndoable, undos }: TracesView): string {
  if (traces.length + notUndoable.length === 0) return oneLine(`"${name}" left nothing behind.`)
  const waiting = undos.filter(({ state }) => state === 'waiting')
  return [
    oneLine(`What "${name}" left behind:`),
    ...section('Objects of the Homey:', traces),
    ...section('What cannot be undone from here:', notUndoable),
    ...waiting.flatMap((undo) => ['', undoText(undo)]),
  ].join('\n')
}

function section(heading: string, rows: readonly (TraceView | BeyondView)[]): string[] {
  return rows.length === 0 ? [] : ['', heading, ...rows.map(({ words }) => `  ${oneLine(words)}`)]
}
