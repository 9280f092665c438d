// Whether it is known what a dashboard shows. No public source has the bodies of real widgets, so a
// widget is known only if it says what it is, names an object of that kind, and holds nothing else
// that could name one.
import { isRecord, type JsonRecord, rowOf } from './json.ts'
import type { Reason } from './reason.ts'
import type { Path, ReferenceKind } from './reference.ts'
import { references } from './references.ts'

/** What a widget has to name, by what it says that it is. */
const WIDGETS: Readonly<Record<string, readonly ReferenceKind[]>> = {
  device: ['device'],
  zone: ['zone'],
  flow: ['flow', 'advanced-flow'],
  advancedflow: ['flow', 'advanced-flow'],
  mood: ['mood'],
  variable: ['variable'],
}

const DASHBOARD: readonly string[] = ['id', 'uri', 'name', 'columns']

/** Everything about a dashboard that is not understood. */
export function dashboardReasons(dashboard: JsonRecord): readonly Reason[] {
  const unknown = Object.keys(dashboard).filter((name) => !DASHBOARD.includes(name))
  return [
    ...unknown.map((name): Reason => ({ path: [name], why: 'shape' })),
    ...inList(dashboard['columns'], ['columns'], columnReasons),
  ]
}

type ElementReasons = (element: JsonRecord, path: Path) => readonly Reason[]

function inList(list: unknown, path: Path, each: ElementReasons): readonly Reason[] {
  if (!Array.isArray(list)) return [{ path, why: 'shape' }]
  return list.flatMap((element, at): readonly Reason[] => {
    const place = [...path, at]
    return isRecord(element) ? each(element, place) : [{ path: place, why: 'shape' }]
  })
}

function columnReasons({ id: _id, widgets, ...others }: JsonRecord, path: Path): Reason[] {
  return [
    ...Object.keys(others).map((name): Reason => ({ path: [...path, name], why: 'shape' })),
    ...inList(widgets, [...path, 'widgets'], (widget, place) =>
      isKnown(widget) ? [] : [{ path: place, why: 'widget' }],
    ),
  ]
}

function isKnown(widget: JsonRecord): boolean {
  const kinds = rowOf(WIDGETS, String(widget['type']))
  if (!kinds) return false
  const found = references('dashboard', { columns: [{ widgets: [widget] }] })
  return found.some(({ kind }) => kinds.includes(kind))
}
