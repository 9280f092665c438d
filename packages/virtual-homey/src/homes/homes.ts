// The homes that a virtual hub can start with, by name.
import { apartment } from './apartment.ts'
import { empty } from './empty.ts'
import type { Home } from './home.ts'
import { HOMES, type HomeName } from './names.ts'
import { villa } from './villa/villa.ts'
import { villaBegun } from './villa/villa-begun.ts'
import { villaMoved } from './villa/villa-moved.ts'

const SAMPLES: Readonly<Record<HomeName, Home>> = {
  empty,
  apartment,
  villa,
  'villa-moved': villaMoved,
  'villa-begun': villaBegun,
}

/** A sample home by name, or the home itself. @throws Error that lists the homes there are. */
export function homeNamed(home: string | Home): Home {
  if (typeof home !== 'string') return home
  const name = HOMES.find((candidate) => candidate === home)
  if (!name) throw new Error(`There is no home "${home}". Homes: ${HOMES.join(', ')}.`)
  return SAMPLES[name]
}
