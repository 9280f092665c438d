// Inputs are parsed by the routes' own schemas. Fastify's compilers of schemas would be loaded all the
// same, and take a tenth of the start.
const compile = (): never => {
  throw new Error("Schemas are parsed by the routes' own, not by Fastify.")
}

/** For servers whose routes give Fastify no schemas. */
export const NO_SCHEMAS = {
  compilersFactory: { buildValidator: () => compile, buildSerializer: () => compile },
}
