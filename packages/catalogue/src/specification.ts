// Reads the hub specifications from the installed `homey-api` package at run time. Nothing of
// them is copied into this repository; this file only gives their shape a type.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Generation } from './generation.ts'

/** A parameter of an operation: where it travels and what type it has. */
export interface SpecificationParameter {
  readonly in: 'path' | 'query' | 'body' | 'formData'
  readonly type?: string | readonly string[]
  readonly required?: boolean
  /** The value is the whole body, rather than a member of it. */
  readonly root?: boolean
  readonly properties?: Readonly<Record<string, Omit<SpecificationParameter, 'in'>>>
}

/** An operation as Athom writes it: `path` is below `/api/manager/<manager id>`. */
export interface SpecificationOperation {
  /** In lower case for most, in upper case for some. */
  readonly method: string
  readonly path: string
  readonly scopes?: readonly string[]
  readonly private?: boolean
  readonly parameters?: Readonly<Record<string, SpecificationParameter>>
  readonly crud?: { readonly type: string; readonly item: string }
}

/** A kind of object that a manager keeps; `id` is its short name on the socket (`flow`, `device`). */
export interface SpecificationItem {
  readonly id: string
  readonly schema?: Readonly<Record<string, unknown>>
}

/** One manager of the hub: `id` is its name in paths and URIs, `idCamelCase` in the client. */
export interface SpecificationManager {
  readonly id: string
  readonly idCamelCase: string
  readonly items?: Readonly<Record<string, SpecificationItem>>
  readonly operations: Readonly<Record<string, SpecificationOperation>>
}

/** A whole specification file: managers by their class name (`ManagerFlow`). */
export interface Specification {
  readonly managers: Readonly<Record<string, SpecificationManager>>
}

const FILES: Readonly<Record<Generation, string>> = {
  'pro-2019': 'HomeyAPIV2.json',
  'pro-2023': 'HomeyAPIV3Local.json',
  cloud: 'HomeyAPIV3Cloud.json',
}

const require = createRequire(import.meta.url)
const loaded = new Map<Generation, Specification>()

/**
 * The specification of one generation, read once from the installed `homey-api`.
 * @throws if `homey-api` is not installed or its file is not JSON.
 */
export function loadSpecification(generation: Generation): Specification {
  const known = loaded.get(generation)
  if (known) return known
  const file = require.resolve(`homey-api/assets/specifications/${FILES[generation]}`)
  const specification = JSON.parse(readFileSync(file, 'utf8')) as Specification
  loaded.set(generation, specification)
  return specification
}

/** The version of the installed `homey-api`, which names the version of the specifications. */
export function specificationVersion(): string {
  const file = require.resolve('homey-api/package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

export { GENERATIONS, type Generation, isGeneration } from './generation.ts'
