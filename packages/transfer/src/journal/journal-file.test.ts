// The journal survives a torn end, refuses what was not written there and a second writer, and is nobody
// else's business.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import fc from 'fast-check'
import type { JournalEvent } from './journal.ts'
import { type JournalFile, openJournal } from './journal-file.ts'
import { stateOf } from './journal-state.ts'

const done = (step: string): JournalEvent => ({ e: 'done', step, target: `t-${step}` })

async function inFolder(work: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-journal-'))
  try {
    await work(join(folder, 'journal.ndjson'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('cut off anywhere, it has every whole line, and the next line is whole', async () => {
  await inFolder(async (path) => {
    await using(path, async (journal) => {
      await Promise.all(['a', 'b', 'c', 'd'].map((step) => journal.append(done(step))))
    })
    const whole = await readFile(path)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (length) => {
        await writeFile(path, whole.subarray(0, length))
        const lines = whole.subarray(0, length).toString().split('\n').length - 1
        await using(path, async (journal) => {
          assert.equal(journal.state.done.size, lines)
          await journal.append(done('next'))
        })
        await using(path, async (journal) => {
          assert.equal(journal.lines.length, lines + 1)
          assert.equal(stateOf(journal.lines).done.has('next'), true)
        })
      }),
      { numRuns: 40 },
    )
  })
})

test('a changed line is refused', async () => {
  await inFolder(async (path) => {
    await using(path, async (journal) => {
      await journal.append(done('a'))
      await journal.append(done('b'))
    })
    await writeFile(path, (await readFile(path, 'utf8')).replace('t-a', 't-x'))
    await assert.rejects(openJournal(path), { name: 'JournalError', fault: 'corrupt' })
    await rm(`${path}.lock`, { force: true })
  })
})

test('one writer, mode 0600, and a lock of a dead process is taken over', async () => {
  await inFolder(async (path) => {
    await using(path, async () => {
      await assert.rejects(openJournal(path), { fault: 'locked' })
      assert.equal((await stat(path)).mode & 0o777, 0o600)
    })
    const { hostname } = await import('node:os')
    await writeFile(`${path}.lock`, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }))
    await using(path, async (journal) => journal.append(done('a')))
    await writeFile(`${path}.lock`, JSON.stringify({ pid: 1, host: 'another' }))
    await assert.rejects(openJournal(path), { fault: 'locked' })
  })
})

test('when the disk is full it says so before anything is done, and writes nothing after', {
  timeout: 20_000,
}, async () => {
  await inFolder(async (path) => {
    const { stdout } = await run('sh', [
      '-c',
      `ulimit -f 4; exec node ${NODE} -e '${FILL}' ${path}`,
    ])
    assert.equal(stdout.trim(), 'unwritable unwritable')
    await using(path, async (journal) => {
      assert.ok(journal.lines.length > 2)
      await journal.append(done('there is room again'))
    })
  })
})

const run = promisify(execFile)
const NODE = '--conditions=latchkey-source --input-type=module'
const FILL = `
  import { openJournal } from "${import.meta.resolve('./journal-file.ts')}"
  process.on("SIGXFSZ", () => undefined)
  const journal = await openJournal(process.argv[1])
  const write = () => journal.append({ e: "failed", step: "a", reason: "b".repeat(200) })
  const faults = []
  while (faults.length < 2) await write().catch(({ fault }) => faults.push(fault))
  console.log(faults.join(" "))
  process.exit(0)`

test('half a line of somebody else does not become part of ours', async () => {
  await inFolder(async (path) => {
    await using(path, async (journal) => journal.append(done('a')))
    await appendFile(path, '{"seq":2,"pre')
    await using(path, async (journal) => journal.append(done('b')))
    await using(path, async (journal) => {
      assert.deepEqual([...journal.state.done.keys()], ['a', 'b'])
    })
  })
})

async function using(path: string, work: (journal: JournalFile) => Promise<void>): Promise<void> {
  await using journal = await openJournal(path)
  await work(journal)
}
