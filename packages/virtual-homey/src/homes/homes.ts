// The homes that a virtual hub can start with, by name.
import { apartment } from './apartment.ts'
import { empty } from './empty.ts'
import type { Home } from './home.ts'
import { villa } from './villa/villa.ts'
import { villaMoved } from './villa/villa-moved.ts'

const SAMPLES: readonly Home[] = [empty, apartment, villa, villaMoved]

/** The names of the sample homes. */
export const HOMES: readonly string[] = SAMPLES.map((home) => home.name)

/** A sample home by name, or the home itself. @throws Error that lists the homes there are. */
export function homeNamed(home: string | Home): Home {
  if (typeof home !== 'string') return home
  const sample = SAMPLES.find((candidate) => candidate.name === home)
  if (!sample) throw new Error(`There is no home "${home}". Homes: ${HOMES.join(', ')}.`)
  return sample
}
