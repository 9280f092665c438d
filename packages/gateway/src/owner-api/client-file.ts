// What a reviewer sees of a client: its manifest, what is other in it than before, what it uses of what it asks
// for, and what it could reach here.
import { expand, type Generation, PERMISSIONS } from '@latchkey/catalogue'
import { vettedOf } from '../authorization/authorization-server.ts'
import type { KnownClient } from '../authorization/clients.ts'
import { checkManifest } from '../clients/check-manifest.ts'
import { differences } from '../clients/difference.ts'
import { identityOf, shownNameOf } from '../clients/identity.ts'
import { type Manifest, reasonsOn, wordsIn } from '../clients/manifest.ts'
import type { Suspension } from '../clients/review.ts'
import type { Version } from '../clients/review-store.ts'
import { boundBy, type Standing } from '../clients/standing.ts'
import { type Grant, standing as standingOfGrant } from '../grants/grant.ts'
import { usesOf } from '../usage/by-permission.ts'
import type { Mine } from './caller.ts'
import type { ClientFileView } from './client-file-answers.ts'
import type { OwnerApiParts } from './owner-api.ts'
import { reachView } from './reach-views.ts'

/** How far back use is told, in milliseconds. */
const SINCE = 90 * 86_400_000

/** On how many hubs reach is worked out. */
const HUBS = 5

const iso = (time: number): string => new Date(time).toISOString()

/** A suspension, as owners see it. */
export const suspensionView = ({ by, at, because }: Suspension) => ({ by, since: iso(at), because })

/** What an owner knows of a client, with what its grants on their hubs used. */
export async function clientFile(
  parts: OwnerApiParts,
  vetting: { standing: Standing; versions: readonly Version[]; grants: readonly Grant[] },
  mine: Mine,
  client: KnownClient,
): Promise<ClientFileView> {
  const { standing, versions, grants } = vetting
  const { listing, waiting, approved } = standing
  const manifest = waiting?.manifest ?? boundBy(standing)
  const last = versions.find((one) => one.verdict === 'approved' && one !== waiting)
  const before = last?.manifest ?? listing?.manifest
  const since = parts.now() - SINCE
  const { redirectUris } = identityOf(client.metadata)
  return {
    ...{ id: client.id, name: shownNameOf(client), origin: client.origin, redirectUris },
    ...{ state: standing.state, changed: standing.isChanged },
    suspensions: standing.suspensions.map(suspensionView),
    listed: listing
      ? {
          ...{ directory: listing.directory, findings: listing.findings },
          reviewed: iso(listing.reviewed),
        }
      : null,
    waiting: waiting ? versionView(waiting) : null,
    approved: approved ? versionView(approved) : null,
    versions: versions.map(versionView),
    difference: waiting && before ? differences(before, waiting.manifest) : [],
    check: manifest ? checkManifest(manifest).findings : [],
    grants: grants.map((grant) => {
      return { id: grant.id, hub: grant.hubId, state: standingOfGrant(grant, parts.now()) }
    }),
    usedSince: iso(since),
    use: await useOf(parts, manifest, grants, since),
    reach: manifest ? await reachIn(parts, mine, manifest) : [],
  }
}

function versionView(version: Version) {
  const { number, manifest, submittedAt, submittedBy, verdict, findings } = version
  const { decidedAt, decidedBy } = version
  return {
    ...{ number, manifest, submitted: iso(submittedAt), submittedBy, verdict, findings },
    ...{ decided: decidedAt === null ? null : iso(decidedAt), decidedBy },
  }
}

async function useOf(
  { usage }: OwnerApiParts,
  manifest: Manifest | undefined,
  grants: readonly Grant[],
  since: number,
): Promise<ClientFileView['use']> {
  const used = new Map<string, { count: number; last: number }>()
  for (const grant of grants) {
    const { needs } = await usage.read(grant.id, { since })
    for (const { permission, count, last } of usesOf(needs, grant.permissions)) {
      const known = used.get(permission) ?? { count: 0, last }
      used.set(permission, { count: known.count + count, last: Math.max(known.last, last) })
    }
  }
  const asked = manifest ? askedFor(manifest, generationOf(grants)) : new Map()
  return [...new Set([...asked.keys(), ...used.keys()])].sort().map((permission) => {
    const { count = 0, last } = used.get(permission) ?? {}
    const { need = null, reason = null } = asked.get(permission) ?? {}
    return {
      ...{ permission, danger: PERMISSIONS.get(permission)?.danger ?? 'full' },
      ...{ asked: need, reason, used: count, last: last === undefined ? null : iso(last) },
    }
  })
}

const generationOf = ([grant]: readonly Grant[]): Generation => grant?.hubGeneration ?? 'pro-2023'

interface AskedFor {
  readonly need: 'required' | 'optional'
  readonly reason: string | null
}

function askedFor(manifest: Manifest, generation: Generation): ReadonlyMap<string, AskedFor> {
  const reasons = reasonsOn(manifest, generation)
  const required = new Set(expand(wordsIn(manifest, 'required'), generation).permissions)
  return new Map(
    expand(wordsIn(manifest), generation).permissions.map((one) => {
      const need = required.has(one) ? 'required' : 'optional'
      return [one, { need, reason: reasons.get(one) ?? null }]
    }),
  )
}

async function reachIn(
  { reachOn }: OwnerApiParts,
  mine: Mine,
  manifest: Manifest,
): Promise<ClientFileView['reach']> {
  if (!reachOn) return []
  const hubs = mine.hubs().slice(0, HUBS)
  return Promise.all(
    hubs.map(async ({ id, name, generation }) => {
      const { permissions, limits } = expand(wordsIn(manifest), generation)
      const all = { permissions: new Set(permissions), limits, created: new Set<never>() }
      const reach = await reachOn(id, all)
      const view = reach
        ? reachView(reach, manifest.name)
        : { known: false as const, message: AWAY }
      return { hub: id, name, reach: view }
    }),
  )
}

const AWAY = 'The state of this Homey is not known now, so what the app would reach cannot be told.'

/** The file of a client, with all that it is made from. */
export async function readClientFile(
  parts: OwnerApiParts,
  mine: Mine,
  client: KnownClient,
): Promise<ClientFileView> {
  const { authorization } = parts
  if (!authorization) throw new Error('There is no authorization server.')
  const standing = await authorization.vetting.look(vettedOf(client))
  const versions = await authorization.vetting.store.versions(client.id)
  const hubs = new Set(mine.hubs().map(({ id }) => id))
  const all = await authorization.held.of(client.id)
  const grants = all.filter(({ hubId }) => hubs.has(hubId))
  return clientFile(parts, { standing, versions, grants }, mine, client)
}
