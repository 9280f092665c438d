// Socket frames as bytes: WebSocket frames that hold packets of Engine.IO and Socket.IO in both versions,
// honest, truncated, with wrong lengths, binary, with many acknowledgements.
import { OPERATIONS, randomCall } from '../oracle/calls.ts'
import type { Random } from '../oracle/random.ts'
import type { State } from '../oracle/state.ts'
import { mutate } from './bytes.ts'

/** A masked frame of a client; `declared` may lie about the length. */
export function frame(
  opcode: number,
  payload: Buffer,
  declared = payload.length,
  first = 0x80,
): Buffer {
  const mask = Buffer.from([1, 2, 3, 4])
  const head =
    declared < 126
      ? Buffer.from([first | opcode, 0x80 | declared])
      : Buffer.from([first | opcode, 0x80 | 126, (declared >> 8) & 255, declared & 255])
  const masked = Buffer.from(payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0)))
  return Buffer.concat([head, mask, masked])
}

/** A text frame. */
export const text = (packet: string): Buffer => frame(1, Buffer.from(packet))

/** The packet that hands over the key. */
export const hello = (key: string): Buffer =>
  text(`420["handshakeClient",${JSON.stringify({ token: key, homeyId: null })}]`)

const EVENTS = [
  'api',
  'subscribe',
  'unsubscribe',
  'handshakeClient',
  '__proto__',
  'connect',
  'x',
] as const

/** What a call is as an `api` message. */
function message(random: Random, state: State): string {
  const { operation, ids, query, body } = randomCall(random, state)
  const found = OPERATIONS.find(({ id }) => id === operation)
  const root = Object.entries(found?.parameters ?? {}).find(([, one]) => one.root)?.[0]
  const given =
    root === undefined && typeof body === 'object' ? body : { [root ?? 'body']: body ?? null }
  const [manager = '', name = ''] = operation.split('.')
  const args = { $validate: true, query: {}, ...query, ...given, ...ids }
  return JSON.stringify({ uri: `homey:manager:${manager}`, operation: name, args })
}

function packet(random: Random, state: State, hostile: boolean): string {
  const ack = random.pick(hostile ? ['', '1', '99999999999999999999', '-1', '00'] : ['', '1', '77'])
  const space = hostile ? random.pick(['/api,', '', '/other,', '/api?x=y,', '/api']) : '/api,'
  const uris = [
    `homey:device:${random.pick(state.devices)['id']}`,
    'homey:manager:devices',
    'homey:x:y',
    '*',
  ]
  const plain = [
    () => `42${space}${ack}["api",${message(random, state)}]`,
    () => `42${space}${ack}["api",${message(random, state)}]`,
    () => `42${space}${ack}["subscribe",${JSON.stringify(random.pick(uris))}]`,
  ]
  if (!hostile) return random.pick(plain)()
  return random.pick([
    ...plain,
    () =>
      `42${space}${ack}["${random.pick(EVENTS)}",${random.pick(['null', '{}', '[]', '1', '"x"'])}]`,
    () => `43${space}${ack}[${random.pick(['', 'null', '1,2', '{"a":1}'])}]`,
    () =>
      `45${random.int(13)}-${space}${ack}["api",{"_placeholder":true,"num":${random.int(3) - 1}}]`,
    () =>
      `4${random.int(10)}${space}${ack}${random.pick(['', '{}', '["x"]', '"', '{"token":"x"}'])}`,
    () => `${random.int(10)}${random.pick(['', 'probe', '{"sid":"x"}', '4'])}`,
  ])()
}

/** One case: a frame; a hostile one is mutated at one of three levels, or strange by itself. */
export function randomFrame(random: Random, state: State, hostile: boolean): Buffer {
  const told = packet(random, state, hostile)
  if (!hostile) return text(told)
  const level = random.int(6)
  if (level === 0) return text(mutate(random, told))
  if (level === 1) return text(told.slice(0, random.int(told.length)))
  if (level === 2) return frame(2, Buffer.from(mutate(random, told), 'latin1'))
  if (level === 3) return text(told)
  const payload = Buffer.from(told)
  return random.pick([
    () => frame(1, payload, Math.max(0, payload.length + random.int(9) - 4)),
    () => frame(random.int(16), payload),
    () => frame(1, payload, payload.length, random.pick([0, 0xc0, 0xf0])),
    () => Buffer.from(mutate(random, frame(1, payload).toString('latin1')), 'latin1'),
    () => payload,
  ])()
}
