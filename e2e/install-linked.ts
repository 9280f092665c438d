// What `npm install --omit=dev` makes of packages in a folder, from what this repository has installed already:
// nothing is fetched, and there is nothing but what the packages say that they need.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { linkTree } from './link-tree.ts'

const ROOT = resolve(import.meta.dirname, '..')
const MODULES = 'node_modules'

type Wanted = Readonly<Record<string, string>>

/** A package.json, or the row of one in package-lock.json. */
interface Manifest {
  readonly name: string
  readonly version: string
  /** Where a package of this repository is. */
  readonly resolved?: string
  readonly bin?: Wanted
  readonly dependencies?: Wanted
  readonly optionalDependencies?: Wanted
  readonly peerDependencies?: Wanted
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

type Lock = Readonly<Record<string, Manifest>>

/**
 * Unpacks tarballs of ours below `folder`/node_modules, and links beside them what they depend on, and what that
 * depends on, as the lock has it. What another one of the tarballs is comes from there.
 * @throws Error if something that is depended on is in none of both, or an exact version is not the lock's
 */
export function installLinked(folder: string, tarballs: readonly string[]): void {
  const lock = lockOf(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  const ours = tarballs.map((tarball) => unpack(folder, join(folder, tarball)))
  const sourceOf = new Map(
    ours.map(({ name }) => [name, lock[join(MODULES, name)]?.resolved ?? '.']),
  )
  // What only one of ours has lies below its sources here, and below what was unpacked there.
  const installedAt = (place: string) => {
    for (const [name, source] of sourceOf)
      if (place.startsWith(`${source}/`)) return place.replace(source, join(MODULES, name))
    return place
  }
  const linked = new Set<string>()
  const need = (manifest: Manifest, from: string) => {
    for (const [name, version] of Object.entries(neededBy(manifest))) {
      if (sourceOf.has(name)) continue
      const place = placeOf(lock, from, name)
      const found = place === undefined ? undefined : lock[place]
      if (place === undefined || !found) throw new Error(`${from} needs ${name}: not in the lock.`)
      if (/^\d/.test(version) && version !== found.version)
        throw new Error(`${from} needs ${name} ${version}: the lock has ${found.version}.`)
      if (linked.has(place)) continue
      linked.add(place)
      linkTree(join(ROOT, place), join(folder, installedAt(place)), [MODULES])
      need(found, place)
    }
  }
  for (const manifest of ours) need(manifest, sourceOf.get(manifest.name) ?? '.')
}

/** Packs out a tarball where npm would put it, its commands in `.bin`. */
function unpack(folder: string, tarball: string): Manifest {
  const text = execFileSync('tar', ['xzOf', tarball, 'package/package.json'], { encoding: 'utf8' })
  const manifest: Manifest = JSON.parse(text)
  const place = join(folder, MODULES, manifest.name)
  mkdirSync(place, { recursive: true })
  execFileSync('tar', ['xzf', tarball, '-C', place, '--strip-components=1'])
  const commands = join(folder, MODULES, '.bin')
  mkdirSync(commands, { recursive: true })
  for (const [command, file] of Object.entries(manifest.bin ?? {}))
    symlinkSync(join(place, file), join(commands, command))
  return manifest
}

function neededBy(manifest: Manifest): Wanted {
  const { dependencies, peerDependencies = {}, peerDependenciesMeta = {} } = manifest
  const peers = Object.entries(peerDependencies).filter(
    ([name]) => !peerDependenciesMeta[name]?.optional,
  )
  const optional = Object.keys(manifest.optionalDependencies ?? {})
  const needed = Object.entries({ ...dependencies, ...Object.fromEntries(peers) })
  return Object.fromEntries(needed.filter(([name]) => !optional.includes(name)))
}

/** Where Node looks for a package that `from` asks for: below it, or below a folder around it. */
function placeOf(lock: Lock, from: string, name: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const place = at === '.' ? join(MODULES, name) : join(at, MODULES, name)
    if (lock[place]) return place
    if (at === '.') return undefined
  }
}

function lockOf(text: string): Lock {
  const { packages }: { readonly packages: Lock } = JSON.parse(text)
  return packages
}
