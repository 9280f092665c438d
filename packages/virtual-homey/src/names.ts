// What a virtual Homey can be, by name, and nothing more: for a command line that lists the choices and
// need not load the homes for that.
export { GENERATIONS, type Generation } from './generations/generation.ts'
export { HOMES, type HomeName } from './homes/names.ts'
