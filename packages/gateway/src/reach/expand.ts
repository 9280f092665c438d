// What follows from each kind of thing that can happen, in a home.
import type { Item } from '../limits/home.ts'
import { isBelow } from '../limits/places.ts'
import { isSecurityMove, reachedDevice } from './devices.ts'
import { followActs, followContent, moodEdges } from './follow-acts.ts'
import type { ReachGraph } from './graph.ts'
import { deviceIndex } from './index-of-home.ts'
import { changedKey, key } from './keys.ts'
import { type Expansion, edgeTo, NOTHING_FOLLOWS, type Node } from './node.ts'
import { scriptActs } from './script-facts.ts'

type Expand = (graph: ReachGraph, node: Node) => Expansion

const nameOf = (item: Item | undefined, id: string): string => {
  const name = item?.['name']
  return typeof name === 'string' && name !== '' ? name : id
}

// A script that could not be read may do anything.
const UNREAD = [{ do: 'code', card: '' }] as const

/** By kind of node. */
export const EXPAND: Readonly<Record<Node['kind'], Expand>> = {
  set: ({ home }, { id, detail }) => {
    const item = home.items.device.get(id)
    if (!item) return NOTHING_FOLLOWS
    const device = reachedDevice(item)
    const { name, group, members, role, capabilities } = device
    const capability = detail === '' ? null : detail
    if (capability !== null && !capabilities.includes(capability)) return NOTHING_FOLLOWS
    const security = isSecurityMove(device, capability)
    return {
      link: { kind: group ? 'group' : 'device', id, name },
      is: [{ kind: 'device-control', device: id, name, capability, security, role }],
      does: [],
      next: [
        ...(group ? members.map((member) => edgeTo('set', member, 'sets', detail)) : []),
        edgeTo('changed', id, 'changes'),
      ],
    }
  },
  changed: (graph, { id }) => {
    const item = graph.home.items.device.get(id)
    if (!item) return NOTHING_FOLLOWS
    const { senses, zone, app } = reachedDevice(item)
    const groups = deviceIndex(graph.home).groups.get(id) ?? []
    const keys = [changedKey(id), ...(app === undefined ? [] : [key('app-device', app)])]
    return {
      ...NOTHING_FOLLOWS,
      next: [
        ...graph.heard(...keys),
        ...groups.map((group) => edgeTo('gathered', group, 'changes')),
        ...(senses && zone !== undefined ? [edgeTo('active', zone, 'changes')] : []),
      ],
    }
  },
  gathered: ({ home }, { id }) => ({
    ...NOTHING_FOLLOWS,
    link: { kind: 'group', id, name: nameOf(home.items.device.get(id), id) },
    next: [edgeTo('changed', id, 'changes')],
  }),
  active: (graph, { id }) => ({
    ...NOTHING_FOLLOWS,
    link: { kind: 'zone', id, name: nameOf(graph.home.items.zone.get(id), id) },
    next: graph.heard(key('active', id)),
  }),
  zone: ({ home }, { id, detail }) => {
    const item = home.items.zone.get(id)
    if (!item) return NOTHING_FOLLOWS
    const within = new Set([id])
    const lights = /light/i.test(detail)
    const devices = [...home.items.device].filter(([, device]) => {
      const { zone, light } = reachedDevice(device)
      return (light || !lights) && isBelow(home.items.zone, zone, within)
    })
    return {
      ...NOTHING_FOLLOWS,
      link: { kind: 'zone', id, name: nameOf(item, id) },
      next: devices.map(([device]) => edgeTo('set', device, 'sets', lights ? 'onoff' : '')),
    }
  },
  run: (graph, { id, detail }) => {
    const flow = graph.flow(id)
    const entry = flow?.entries[Number(detail)]
    if (!flow || !entry) return NOTHING_FOLLOWS
    const { does, next } = followActs(entry.acts, graph, flow)
    return {
      ...{ link: { kind: flow.kind, id, name: flow.name }, is: [], does },
      next: [...next, ...graph.heard(key('ran', id))],
    }
  },
  start: (graph, { id }) => {
    const flow = graph.flow(id)
    if (!flow?.enabled) return NOTHING_FOLLOWS
    const entries = [...flow.entries.entries()].filter(([, { start }]) => start)
    return {
      ...NOTHING_FOLLOWS,
      is: [{ kind: 'flow-start', id, name: flow.name }],
      next: entries.map(([entry]) => edgeTo('run', id, 'starts', String(entry))),
    }
  },
  // What it is switched on for comes sooner or later.
  on: (graph, { id }) => {
    const flow = graph.flow(id)
    if (!flow) return NOTHING_FOLLOWS
    return {
      ...NOTHING_FOLLOWS,
      is: [{ kind: 'flow-on', id, name: flow.name }],
      next: [...flow.entries.keys()].map((entry) =>
        edgeTo('run', id, 'switches-on', String(entry)),
      ),
    }
  },
  off: (graph, { id }) => {
    const flow = graph.flow(id)
    return flow
      ? { ...NOTHING_FOLLOWS, is: [{ kind: 'flow-off', id, name: flow.name }] }
      : NOTHING_FOLLOWS
  },
  mood: (graph, { id }) => {
    const item = graph.home.items.mood.get(id)
    if (!item) return NOTHING_FOLLOWS
    const name = nameOf(item, id)
    return {
      ...{ link: { kind: 'mood', id, name }, is: [{ kind: 'mood', id, name }], does: [] },
      next: [...moodEdges(item), ...graph.heard(key('mood', id), key('mood', '*'))],
    }
  },
  variable: (graph, { id }) => {
    const item = graph.home.items.variable.get(id)
    if (!item) return NOTHING_FOLLOWS
    const name = nameOf(item, id)
    return {
      ...{ link: { kind: 'variable', id, name }, is: [{ kind: 'variable', id, name }], does: [] },
      next: graph.heard(key('variable', id), key('variable', '*')),
    }
  },
  script: (graph, { id }) => {
    const { scripts } = graph.extras
    const script = scripts?.get(id)
    // What the app brings along it may keep where nobody reads it; all other scripts are in the list.
    if (scripts && !script && !id.startsWith('example-')) return NOTHING_FOLLOWS
    const name = script?.name ?? id
    const acts = script ? scriptActs(script) : UNREAD
    const { does, next } = followActs(acts, graph, { name })
    return {
      ...{ link: { kind: 'script', id, name }, is: [{ kind: 'script', id, name }], does },
      next: [...next, ...graph.heard(key('script', id))],
    }
  },
  alarm: (graph, { id }) => ({
    ...{ link: { kind: 'alarm', id, name: id }, is: [{ kind: 'alarm-clock', id, name: id }] },
    ...{
      does: [],
      next: id === '*' ? graph.heardAny('alarm') : graph.heard(key('alarm', id), key('alarm', '*')),
    },
  }),
  app: (graph, { id, detail }) => {
    const { apps } = graph.extras
    const app = apps?.get(id)
    // What is not installed does nothing.
    if (apps && !app) return NOTHING_FOLLOWS
    const name = app?.name ?? id
    const why = app ? (app.api ? 'app-with-api' : undefined) : 'app-not-known'
    const own = detail === 'acts' ? (deviceIndex(graph.home).byApp.get(id) ?? []) : []
    return {
      ...{ link: { kind: 'app', id, name }, is: [] },
      does: why ? [{ kind: 'unknown', why, what: id, name }] : [],
      next: [
        ...own.map((device) => edgeTo('set', device, 'sets', '')),
        ...graph.heard(key('app', id)),
      ],
    }
  },
  manager: (graph, { id }) => ({
    ...{ ...NOTHING_FOLLOWS, link: { kind: 'manager', id, name: id } },
    next: graph.heard(key('manager', id)),
  }),
  presence: (graph) => ({
    ...{ link: { kind: 'presence', id: '', name: 'presence' }, does: [] },
    is: [{ kind: 'presence', card: '' }],
    next: graph.heard('presence'),
  }),
  webhook: (graph) => ({
    ...{ ...NOTHING_FOLLOWS, link: { kind: 'webhook', id: '', name: 'webhook' } },
    next: graph.heard('webhook'),
  }),
  content: (graph, { detail, item = {} }) => followContent(graph, detail, item),
}
