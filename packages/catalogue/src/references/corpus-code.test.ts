// The labelled corpus: JavaScript.
import { checkCorpus, coded, OLD, type Row } from './labelled.test.ts'

const CODE: readonly Row[] = [
  [
    'quotes of all kinds',
    'script',
    (x) => coded(`f('${x.lamp}', "${x.plug}", \`${x.hall}\`)`),
    ['code-literal unknown lamp', 'code-literal unknown plug', 'code-template unknown hall'],
  ],
  [
    'a uri in a template',
    'script',
    (x) => coded(`\`homey:device:${x.lamp}|on \${n} ${x.hall}\``),
    ['code-template device lamp', 'code-template unknown hall'],
  ],
  [
    'a full uri',
    'script',
    (x) => coded(`'homey:manager:logic|${x.mode}'`),
    ['code-literal variable mode'],
  ],
  [
    'names of members',
    'script',
    (x) => coded(`({ '${x.lamp}': 1, ["${x.plug}"]: 2 })['${x.lamp}']`),
    ['code-literal unknown lamp', 'code-literal unknown plug', 'code-literal unknown lamp'],
  ],
  [
    'await and return at the top',
    'script',
    (x) => coded(`await f('${x.lamp}')\nreturn 1`),
    ['code-literal unknown lamp'],
  ],
  [
    'a regular expression',
    'script',
    (x) => coded(`/^(${x.lamp}|${x.plug})$/.test(a)`),
    ['code-regex unknown lamp', 'code-regex unknown plug'],
  ],
  [
    'letters of a pattern',
    'script',
    () => coded(`/[0-9] ${OLD.lamp}/`),
    ['code-regex unknown lamp'],
  ],
  [
    'comments',
    'script',
    () => coded(`// ${OLD.lamp}\n/* ${OLD.plug} */ 1`),
    ['code-comment unknown lamp', 'code-comment unknown plug'],
  ],
  [
    'glued of texts',
    'script',
    (x) => coded(`'homey:device:' + '${x.lamp}' + "|onoff"`),
    ['code-literal unknown lamp'],
  ],
  [
    'glued of halves',
    'script',
    () => coded(`'${OLD.lamp.slice(0, 8)}' + '${OLD.lamp.slice(8)}'`),
    ['code-joined unknown lamp'],
  ],
  [
    'glued with something else',
    'script',
    () => coded(`'homey:device:' + id + \`homey:zone:\${zone}\``),
    ['code-joined unknown '],
  ],
  ['only the beginning of a uri', 'script', () => coded("uri.startsWith('homey:device:')"), []],
  [
    'escapes',
    'script',
    () => coded(`'${OLD.lamp.replace('-', '\\x2d')}'`),
    ['code-escaped unknown lamp'],
  ],
  [
    'a name',
    'script',
    () => coded("d.find((one) => one.name === 'Lamp' || 'x' === 'y')"),
    ['code-name unknown Lamp'],
  ],
  [
    'does not parse',
    'script',
    () => coded(`if ('${OLD.lamp}' {`),
    ['code-broken unknown ', 'code-broken unknown lamp'],
  ],
  ['part of a longer text', 'script', () => coded(`'${OLD.lamp}ff'`), ['glued unknown lamp']],
]

checkCorpus(CODE)
