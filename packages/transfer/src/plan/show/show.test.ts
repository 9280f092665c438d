// Plans as people and other programs see them.
import assert from 'node:assert/strict'
import test from 'node:test'
import { makePlan } from '../make-plan.ts'
import { planSchemas, planText, readPlan } from '../schema.ts'
import {
  device,
  flowThatStarts,
  idOf,
  NOW,
  pairs,
  type SmallObject,
  smallHome,
} from '../small-home.test-support.ts'
import { countsTable } from './counts.ts'
import { estimateInWords, estimateOf } from './estimate.ts'
import { flowInWords } from './flow-words.ts'
import { mermaidOf } from './mermaid.ts'
import { checklistText, treeOf } from './tree.ts'

const folder: SmallObject = {
  ...{ kind: 'flow-folder', id: idOf(7), content: { name: 'Mornings', parent: null } },
}
const flow = flowThatStarts(idOf(3), 'Wake "up" ]]', [idOf(3)])
const inFolder: SmallObject = { ...flow, content: { ...flow.content, folder: idOf(7) } }
const lamps: SmallObject = {
  ...flowThatStarts(idOf(4), 'Lamps', []),
  content: {
    ...flowThatStarts(idOf(4), 'Lamps', []).content,
    actions: [
      { id: `homey:device:${idOf(1)}:on`, args: {} },
      { id: `homey:device:${idOf(2)}:dim`, args: {} },
      { id: 'homey:manager:logic:variable_set', args: { variable: { id: idOf(5), name: 'Mode' } } },
    ],
  },
}
const source = smallHome('a', [
  ...[device(idOf(1), 'Lamp', idOf(0)), device(idOf(2), 'Gone', idOf(0)), folder, inFolder, lamps],
  { kind: 'variable', id: idOf(5), content: { name: 'Mode', type: 'string', value: 'x' } },
])
const target = smallHome('b', [
  device(idOf(1, 'b'), 'LED Bulb', idOf(0, 'b')),
  { kind: 'variable', id: idOf(5, 'b'), content: { name: 'Mode', type: 'number', value: 1 } },
])
const plan = makePlan(source, target, pairs([idOf(1), idOf(1, 'b')]), NOW)

test('the tree has a sign for what becomes of each thing, by folder', () => {
  const tree = treeOf(plan, source)
  assert.match(tree, /\n {2}~ Lamp – On the target it differs: name\.\n/)
  assert.match(tree, /\n {2}! Gone – "Gone" is not on the target/)
  assert.match(tree, /\n {2}\+ Mode – is called "Mode \(from Old\)" there\n/)
  assert.match(tree, /\n {2}Mornings\n {4}\+ Wake "up" \]\]\n/)
  assert.match(tree, /\n {2}⏸ Lamps – the device "Gone" is not there\n/)
  assert.doesNotMatch(tree, /= Home/)
  assert.match(treeOf(plan, source, { all: true }), /= Home/)
})

test('the table counts every object once', () => {
  const table = countsTable(plan, source)
  assert.match(table, /^ +source {2}moved {2}merged {2}held {2}skipped {2}by hand {2}to decide\n/)
  assert.match(table, /\nDevices +2 +· +1 +· +· +1 +·\n/)
  assert.match(table, /\nAll +7 +3 +2 +1 +0 +1 +0\n$/)
})

test('the difference of a flow is told in words', () => {
  assert.deepEqual(flowInWords(plan, source, `flow:${idOf(4)}`), [
    'dim: "Gone" is waited for',
    'variable_set: "Mode" → "Mode (from Old)"',
  ])
})

test('a diagram survives every name', () => {
  const diagram = mermaidOf(plan)
  assert.match(diagram, /^flowchart LR\n {2}subgraph build\n/)
  assert.match(diagram, /\["create: Wake #34;up#34; #93;#93;"\]/)
  assert.equal(diagram.split('\n').filter((line) => line.includes('-->')).length > 2, true)
})

test('the checklist is in groups, and says everything once', () => {
  const text = checklistText(plan)
  assert.match(text, /^Devices to pair\n {2}\[ \] "Gone" is not on the target/)
  const lines = text.split('\n').filter((line) => line.includes('[ ]'))
  assert.equal(new Set(lines).size, lines.length)
})

test('the estimate is the longest chain, the width or the pace', () => {
  const chain = { steps: plan.steps.slice(0, 1) }
  assert.deepEqual(estimateOf(chain, { latency: 20, parallel: 8 }).time, 20)
  const slow = estimateOf(plan, { latency: 20, parallel: 2, apart: 150 })
  assert.equal(slow.time, plan.steps.length * 150)
  assert.match(estimateInWords(slow), /^\d+ requests, about \d+ s$/)
})

test('a plan goes into a file and comes back, with what a newer tool wrote besides', () => {
  assert.deepEqual(readPlan(planText(plan)), plan)
  const more = {
    ...plan,
    later: { a: 1 },
    steps: plan.steps.map((step) => ({ ...step, hint: 'x' })),
  }
  assert.deepEqual(JSON.parse(planText(readPlan(JSON.stringify(more)))), more)
  assert.throws(() => readPlan('{'), /no JSON/)
  assert.throws(() => readPlan(JSON.stringify({ ...plan, version: 2 })), /newer version/)
  assert.throws(() => readPlan(JSON.stringify({ ...plan, steps: [{}] })), /damaged at steps\.0/)
  const { 'plan.schema.json': schema } = planSchemas()
  assert.equal(schema?.['$schema'], 'https://json-schema.org/draft/2020-12/schema')
  assert.ok(JSON.stringify(schema).includes('placeholders'))
})
