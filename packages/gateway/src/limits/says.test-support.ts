// Rows of calls under limits, and what is to be said of each: `saysOf` makes a test of every row.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { CreatedId, Limits } from '@latchkey/catalogue'
import { explain, type OutsideReason } from './judgement.ts'
import * as at from './small-home.test-support.ts'

const { LAMP, KITCHEN } = at

/** A call: operation, ids, body, query. */
export type Call = Parameters<typeof at.callOf>

/** What is said of a call under these limits. */
export type Row = readonly [
  limits: Limits,
  call: Readonly<Call>,
  says: 'allow' | OutsideReason,
  created?: readonly CreatedId[],
]

/** A test of every row; the grant may see who is home, and moves no lock. */
export function saysOf(subject: string, rows: readonly Row[]): void {
  for (const [number, [limits, call, says, created = []]] of rows.entries()) {
    test(`${subject} ${number + 1}: ${call[0]} is ${says}`, () => {
      const grant = at.subjectWith(limits, { created: new Set(created) })
      const judgement = at.judged(grant, at.callOf(...call))
      const got = judgement.verdict === 'allow' ? 'allow' : judgement.reason
      const words = `${JSON.stringify(limits)} ${JSON.stringify(call)} ${explain(judgement)}`
      assert.equal(got, says, words)
    })
  }
}

export const KITCHEN_ONLY: Limits = { zones: [KITCHEN] }
export const LAMP_ONLY: Limits = { devices: [LAMP] }
export const SPEAK = { id: 'homey:manager:speech:say', args: { text: 'x' }, group: 'then' }
export const CODE = 'homey:app:com.athom.homeyscript:runCode'

export function sets(variable: string, value: string) {
  const args = { variable: { id: variable, name: 'v' }, value }
  return { ...at.does(LAMP), id: 'homey:manager:logic:variable_set', args }
}

export function mood(device: string) {
  return { name: 'x', preset: null, devices: { [device]: { state: { onoff: true } } } }
}

export function group(deviceIds: readonly string[]) {
  return { name: 'x', class: 'light', zoneId: KITCHEN, deviceIds }
}

export function board(widget: object) {
  return { name: 'x', columns: [{ id: 'a', widgets: [{ id: 'b', ...widget }] }] }
}

export function card(operation: string, device: string, body?: object): Call {
  const uri = `homey:device:${device}`
  return [`flow.${operation}`, { uri, id: `${uri}:on` }, body]
}

export function runStart(id: string): Call {
  const uri = 'homey:manager:flow'
  const args = { flow: { id, name: 'x' } }
  return ['flow.runFlowCardAction', { uri, id: `${uri}:programmatic_trigger` }, { args }]
}

export function picks(device: string, type = 'flowcardaction', query = ''): Call {
  const uri = `homey:device:${device}`
  return ['flow.getFlowCardAutocomplete', { type, uri, id: `${uri}:on` }, undefined, query]
}

export function named(id: string, args: object = {}) {
  return at.flow([{ ...at.does(LAMP), id, args }])
}
