// Following the log of several gateways: a row that is kept late, with a lower id than one that was seen
// already, is missed by nobody.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EventView, listen, openControlSocket, openInstallation } from '@latchkey/gateway'
import pg from 'pg'
import { signedIn } from './browser.ts'
import { live } from './live.ts'
import { postgresOfRun } from './postgres.ts'
import { running } from './terminal.ts'
import { openWorld, send, temporaryDirectory } from './world.ts'

const ZONES = '/api/manager/zones/zone'
const KEYS = {
  auditKey: Buffer.alloc(32, 4).toString('base64'),
  sealingKey: Buffer.alloc(32, 3).toString('base64'),
}

/** Makes the database wait before it keeps a row of the client Slow, until lock 42 is free. */
const HOLD = `
  CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.client = 'Slow' THEN PERFORM pg_advisory_xact_lock(42); END IF;
      RETURN NEW;
    END $$;
  CREATE TRIGGER hold BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION hold()`

/** Whether somebody waits for the lock in this database; others on the server have locks of their own. */
const WAITS = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`

/** Asks until there is a row. */
async function found(client: pg.Client, query: string): Promise<void> {
  while ((await client.query(query)).rowCount === 0) {
    await new Promise((done) => setTimeout(done, 5))
  }
}

test('a row that is kept late is followed as well', { timeout: 120_000 }, async () => {
  await using postgres = await postgresOfRun()
  const databaseUrl = await postgres.database()
  await using world = await openWorld({ databaseUrl, ...KEYS })
  using directory = temporaryDirectory()
  await using other = await openInstallation({ data: directory.path, databaseUrl, ...KEYS })
  await using listener = await listen(other, { host: '127.0.0.1', port: 0 })
  const ann = await signedIn(world, 'Ann')
  const [slow, fast] = [
    await world.fullKey('Slow', ['zone:read']),
    await world.fullKey('Fast', ['zone:read']),
  ]
  const byHand = new pg.Client({ connectionString: databaseUrl })
  await byHand.connect()
  await byHand.query(HOLD)
  await byHand.query('SELECT pg_advisory_lock(42)')
  await send(listener.url, 'GET', ZONES, { key: slow.key })
  await found(byHand, WAITS)
  await world.send('GET', ZONES, { key: fast.key })
  await found(byHand, "SELECT 1 FROM audit WHERE client = 'Fast'")
  // Everybody reads the log now, while the lower id is not there yet, and goes on after what was seen.
  const paged = [...(await world.owner<readonly EventView[]>('GET', '/audit?after=0'))]
  using stream = live(world, ann, { 'last-event-id': '0' })
  await stream.until(fast.id)
  await openControlSocket(world.installation)
  await using cli = await running(['audit', '--follow', '--json', '--data', world.data])
  assert.equal((await byHand.query("SELECT 1 FROM audit WHERE client = 'Slow'")).rowCount, 0)
  await byHand.query('SELECT pg_advisory_unlock(42)')
  await found(byHand, "SELECT 1 FROM audit WHERE client = 'Slow'")
  paged.push(...(await world.owner<EventView[]>('GET', `/audit?after=${paged.at(-1)?.id}`)))
  const last = await world.fullKey('Last', ['zone:read'])
  await Promise.all([stream.until(last.id), cli.until((line) => line.includes(last.id))])

  const { rows } = await byHand.query('SELECT id, client, hub_id FROM audit ORDER BY id')
  await byHand.end()
  const ids = rows.map((row) => Number(row.id))
  const clients = rows.map((row) => row.client).filter((client) => client !== null)
  assert.deepEqual(clients, ['Slow', 'Fast'], 'the one that was kept later has the lower id')
  const streamed = [...stream.text().matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]))
  const printed = cli.lines().map((line) => JSON.parse(line).id)
  const hers = rows.filter((row) => row.hub_id !== null).map((row) => Number(row.id))
  assert.deepEqual([streamed, printed], [hers, ids])
  assert.deepEqual([...paged.map((event) => event.id), ids.at(-1)], ids)
})
