// Flows that start each other: one itself, pairs of both kinds, a ring of four, two rings that share
// a flow, and twins that only their ids tell apart. Here are also the flows of the pond.
import type { AdvancedFlow, CardUse, Flow, FlowFolder } from '../../state/items.ts'
import { action, start, trigger } from '../advanced-cards.ts'
import { at, byHand, card, notify, of } from '../cards.ts'
import { startAny, switchFlow } from './cards.ts'
import { type Household, thenAlso } from './household.ts'

/** Draws the cycles. */
export function describeCycles({ house }: Household, folder: FlowFolder): (Flow | AdvancedFlow)[] {
  const idle = (name: string): Flow =>
    house.flow(name, { folder, when: byHand(), do: [notify(name)] })
  const ring = (...names: readonly string[]): Flow[] => {
    const flows = names.map(idle)
    for (const [index, flow] of flows.entries()) {
      const next = flows[(index + 1) % flows.length]
      if (next) thenAlso(flow, startAny(next))
    }
    return flows
  }
  const self = idle('Starts itself')
  thenAlso(self, startAny(self))
  const four = ring('Ring 1', 'Ring 2', 'Ring 3', 'Ring 4')
  const left = ring('Shared', 'Left 1', 'Left 2')
  const [shared] = left
  const right = [idle('Right 1'), idle('Right 2')]
  const [first, second] = right
  if (!shared || !first || !second) throw new TypeError('the rings are not closed')
  thenAlso(shared, startAny(first))
  thenAlso(first, startAny(second))
  thenAlso(second, startAny(shared))
  const off = idle('Switches its partner off')
  const on = idle('Switches its partner on')
  thenAlso(off, switchFlow(on, false))
  thenAlso(on, switchFlow(off, true))
  return [self, ...four, ...left, ...right, off, on, ...mixed({ house, idle, folder })]
}

interface Mixing {
  readonly house: Household['house']
  readonly idle: (name: string) => Flow
  readonly folder: FlowFolder
}

// A standard and an advanced flow, two advanced flows, and an advanced flow with itself.
function mixed({ house, idle, folder }: Mixing): (Flow | AdvancedFlow)[] {
  const standard = idle('Standard of the pair')
  const draw = (name: string, ...uses: readonly CardUse[]): AdvancedFlow => {
    const steps = Object.fromEntries(
      uses.map((use, index) => [`step${index}`, action([240 * (index + 1), 0], use)]),
    )
    const begin = { begin: start([0, 0], Object.keys(steps)) }
    const told = { asked: trigger([0, 160], byHand(), Object.keys(steps)) }
    return house.advancedFlow(name, { ...begin, ...told, ...steps }, folder)
  }
  const advanced = draw('Advanced of the pair', startAny(standard))
  thenAlso(standard, startAny(advanced))
  const ping = draw('Ping', notify('ping'))
  const pong = draw('Pong', startAny(ping))
  const itself = draw('Restarts itself', notify('again'))
  addStart(house, ping, pong)
  addStart(house, itself, itself)
  return [standard, advanced, ping, pong, itself]
}

function addStart({ hub }: Household['house'], from: AdvancedFlow, to: AdvancedFlow): void {
  const last = Object.keys(from.cards).at(-1)
  const card = last === undefined ? undefined : from.cards[last]
  if (last === undefined || !card) throw new TypeError(`"${from.name}" has no cards`)
  const cards = { ...from.cards, [last]: { ...card, ...startAny(to) } }
  Object.assign(from, { cards })
  hub.state.advancedFlows[from.id] = from
}

/** Two flows that are the same to the last letter, and two of one name that are not. */
export function describeTwins({ house, device }: Household, folder: FlowFolder): Flow[] {
  const twin = () =>
    house.flow('Twin', { folder, when: at('12:00'), do: [of(device('study/Desk'), 'on')] })
  return [
    ...[twin(), twin()],
    house.flow('Namesake', { folder, when: at('12:00'), do: [notify('one')] }),
    house.flow('Namesake', { folder, when: at('13:00'), do: [notify('two')], off: true }),
  ]
}

/** Eighteen flows need the dimmer at the pond; it is one of the things that are left behind. */
export function describePond({ house, device }: Household): Flow[] {
  const pond = device('pond/Pond dimmer')
  const lights = (level: number) => of(pond, 'dim', { dim: level })
  return [
    ...Array.from({ length: 12 }, (_, hour) =>
      house.flow(`Pond at ${hour + 12}:00`, {
        ...{ when: at(`${hour + 12}:00`), off: hour % 4 === 3 },
        do: [hour % 3 === 0 ? lights(hour / 12) : of(pond, hour % 2 === 0 ? 'on' : 'off')],
      }),
    ),
    ...Array.from({ length: 6 }, (_, step) =>
      house.flow(`Pond power above ${(step + 1) * 10} W`, {
        when: of(pond, 'measure_power_changed'),
        and: [
          card(...(['homey:manager:logic:gt', { comparator: (step + 1) * 10 }] as const), {
            droptoken: 'measure_power',
          }),
        ],
        do: [notify('The pond uses [[measure_power]] W')],
      }),
    ),
  ]
}
