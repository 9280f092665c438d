// The log of requests is bounded: the oldest go first.
import assert from 'node:assert/strict'
import test from 'node:test'
import { noteRequest, type RequestSeen } from './request-log.ts'

test('the log keeps the last ten thousand requests', () => {
  const log: RequestSeen[] = []
  const seen = { time: '', method: 'GET', headers: {}, body: '', status: 200 }
  for (let i = 0; i < 10_005; i++) noteRequest(log, { ...seen, path: `/${i}` })
  assert.deepEqual([log.length, log[0]?.path, log.at(-1)?.path], [10_000, '/5', '/10004'])
})
