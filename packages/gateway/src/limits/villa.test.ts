// Whole homes, on both kinds of hub: what holds of coverage, of answers and of what may be written,
// whatever the limits are.
import assert from 'node:assert/strict'
import test from 'node:test'
import { type Limits, limitOf, members, operationById } from '@latchkey/catalogue'
import { startVirtualHomey } from '@latchkey/virtual-homey'
import fc from 'fast-check'
import type { Coverage, CoveredKind } from './coverage.ts'
import { coverageOf } from './coverage.ts'
import { cutAnswer } from './cut.ts'
import { HOME_KINDS, type Home, type HomeKind } from './home.ts'
import { answerOf, homeOf } from './home-of.test-support.ts'
import { isObject } from './json.ts'
import { judged, subjectWith } from './small-home.test-support.ts'

const LISTS = [
  ...['devices.getDevices', 'zones.getZones', 'flow.getFlows', 'flow.getAdvancedFlows'],
  ...['flow.getFlowFolders', 'moods.getMoods', 'logic.getVariables', 'dashboards.getDashboards'],
  ...['flow.getFlowCardTriggers', 'flow.getFlowCardConditions', 'flow.getFlowCardActions'],
  ...['flowtoken.getFlowTokens', 'insights.getLogs', 'images.getImages'],
  ...['notifications.getNotifications', 'notifications.getOwners', 'apps.getApps'],
]

interface Known {
  readonly home: Home
  readonly answers: ReadonlyMap<string, unknown>
}

async function known(home: string, generation: 'pro-2019' | 'pro-2023'): Promise<Known> {
  // The older hub refuses what comes too quickly, so its clock runs ahead between requests.
  let now = Date.parse('2026-05-01T12:00:00Z')
  const pause = () => {
    now += 10_000
  }
  await using homey = await startVirtualHomey({ home, generation, clock: () => new Date(now) })
  const found = await homeOf(homey, pause)
  const answers = new Map<string, unknown>()
  for (const operation of LISTS) {
    pause()
    answers.set(operation, await answerOf(homey, operation))
  }
  return { home: found, answers }
}

const idsOf = (home: Home, kind: HomeKind) => [...home.items[kind].keys()]

const some = (ids: readonly string[], most = 4) =>
  ids.length === 0
    ? fc.constant(undefined)
    : fc.option(fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: most }), {
        ...{ nil: undefined, freq: 2 },
      })

const CAPABILITIES = [
  'onoff',
  'dim',
  'measure_temperature',
  'alarm_motion',
  'locked',
  'measure_power',
]

/** Limits of a home; those that name nothing but rooms, devices and capabilities, or all. */
function limitsOf(home: Home, rooms = false): fc.Arbitrary<Limits> {
  const all = {
    zones: some(idsOf(home, 'zone')),
    devices: some(idsOf(home, 'device'), 20),
    capabilities: some(CAPABILITIES),
    except: fc.option(
      fc.record({ devices: some(idsOf(home, 'device')), zones: some(idsOf(home, 'zone')) }),
      { nil: undefined, freq: 2 },
    ),
    flows: some([...idsOf(home, 'flow'), ...idsOf(home, 'advanced-flow')]),
    flowFolders: some(idsOf(home, 'flow-folder')),
    moods: some(idsOf(home, 'mood')),
    variables: some(idsOf(home, 'variable')),
    dashboards: some(idsOf(home, 'dashboard')),
    own: fc.constantFrom(true as const, undefined),
  }
  const { zones, devices, capabilities, except } = all
  const drawn = fc.record(rooms ? { zones, devices, capabilities, except } : all)
  return drawn.map((limits) => without(limits) as Limits)
}

const without = (value: object): object =>
  Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([name, one]) => [name, name === 'except' ? without(one) : one]),
  )

function everythingCovered(coverage: Coverage): Set<string> {
  return new Set(
    HOME_KINDS.flatMap((kind) =>
      idsOf(coverage.home, kind)
        .filter((id) => coverage.covers(kind, id))
        .map((id) => `${kind}:${id}`),
    ),
  )
}

/** Limits that are narrower in one way. Names and rooms add up, so no list of them is added here. */
function narrower(limits: Limits, home: Home): Limits[] {
  const { zones = [], devices = [], capabilities, flows = [], except = {} } = limits
  const [, ...fewer] = devices
  const first = idsOf(home, 'device')[0] ?? ''
  return [
    ...(zones.length > 1 ? [{ ...limits, zones: zones.slice(1) }] : []),
    ...(devices.length > 1 ? [{ ...limits, devices: fewer }] : []),
    ...(flows.length > 1 ? [{ ...limits, flows: flows.slice(1) }] : []),
    { ...limits, capabilities: capabilities?.slice(0, 1) ?? ['onoff'] },
    { ...limits, except: { ...except, devices: [...(except.devices ?? []), first] } },
    { ...limits, except: { ...except, zones: [...(except.zones ?? []), ...zones.slice(0, 1)] } },
    { ...limits, own: true },
  ]
}

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi

/** Members of covered objects that are shown as they are, whatever they name. */
const AS_IT_IS = new Set(
  'zone parent group folder settings data name note excerpt ownerName uiIndicator'.split(' '),
)

/** Ids of things that are not covered, where an answer may not show them. */
function leaks(value: unknown, hidden: ReadonlySet<string>): string[] {
  if (typeof value === 'string') return (value.match(UUID) ?? []).filter((id) => hidden.has(id))
  if (Array.isArray(value)) return value.flatMap((one) => leaks(one, hidden))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, one]) => [
    ...leaks(name, hidden),
    ...(AS_IT_IS.has(name) ? [] : leaks(one, hidden)),
  ])
}

for (const [name, generation] of [
  ...[['villa', 'pro-2023'] as const, ['villa', 'pro-2019'] as const],
  ['apartment', 'pro-2023'] as const,
]) {
  const { home, answers } = await known(name, generation)
  const where = `${name} on a ${generation}`
  const callOf = (id: string, body?: unknown) => {
    const operation = operationById(generation, id)
    assert.ok(operation, id)
    return { matched: { matched: true as const, operation, ids: {}, rest: [] }, query: '', body }
  }

  test(`only what narrows is taken away, and nothing comes in: ${where}`, {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(limitsOf(home), (limits) => {
        const covered = everythingCovered(coverageOf(subjectWith(limits), home))
        for (const less of narrower(limits, home)) {
          const then = everythingCovered(coverageOf(subjectWith(less), home))
          const more = [...then].filter((one) => !covered.has(one))
          assert.deepEqual(more, [], `${JSON.stringify(limits)} ${JSON.stringify(less)}`)
        }
      }),
      { numRuns: 40 },
    )
  })

  test(`no answer shows what is not covered: ${where}`, { timeout: 120_000 }, () => {
    let shown = 0
    fc.assert(
      fc.property(limitsOf(home, true), (limits) => {
        const coverage = coverageOf(subjectWith(limits), home)
        for (const [operation, answer] of answers) {
          const cut = cutAnswer(callOf(operation), answer, coverage)
          assert.ok(cut.covered)
          shown += Object.keys(Object(cut.value)).length
          assert.deepEqual(leaks(cut.value, coverage.uncovered), [], operation)
        }
      }),
      { numRuns: 30 },
    )
    assert.ok(shown > 1000)
  })

  test(`what may be written names nothing that is not covered: ${where}`, {
    timeout: 120_000,
  }, () => {
    const flows = [...home.items.flow.values()]
    let [allowed, denied] = [0, 0]
    fc.assert(
      fc.property(limitsOf(home), fc.constantFrom(...flows), fc.boolean(), (drawn, flow, fits) => {
        const { id: _, folder: __, ...body } = flow
        const named = members('flow', body).device?.map(({ id }) => id) ?? []
        const limits = fits ? { ...drawn, devices: [...(drawn.devices ?? []), ...named] } : drawn
        const subject = subjectWith(limits)
        const judgement = judged(subject, callOf('flow.createFlow', body), home)
        if (judgement.verdict === 'deny') denied += 1
        if (judgement.verdict !== 'allow') return
        allowed += 1
        const coverage = coverageOf(subject, home)
        for (const [kind, found] of Object.entries(members('flow', judgement.body))) {
          for (const one of found) assert.ok(isCovered(coverage, kind, one.id), `${kind} ${one.id}`)
        }
      }),
      { numRuns: 1500 },
    )
    assert.ok(allowed > 20 && denied > 20, `${allowed} allowed, ${denied} denied`)
  })
}

function isCovered(coverage: Coverage, kind: string, id: string): boolean {
  const kinds: readonly CoveredKind[] = [...HOME_KINDS, 'script', 'app', 'alarm']
  const known = kinds.find((one) => one === kind)
  if (kind === 'group') return coverage.covers('device', id)
  if (known === 'flow') return coverage.covers('flow', id) || coverage.covers('advanced-flow', id)
  return known !== undefined && coverage.covers(known, id)
}

test('every list that is cut is looked at here', () => {
  const absent = ['videos.getVideos', 'homeyscript.getScripts']
  for (const operation of [...LISTS, ...absent])
    assert.ok('answer' in limitOf(operation), operation)
})
