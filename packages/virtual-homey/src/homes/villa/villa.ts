// The villa: 200 devices in 40 zones, 400 flows, 60 variables, and every form in which one thing can
// refer to another. What a generation of hub cannot have is not there.
import type { AdvancedFlow, Flow } from '../../state/items.ts'
import type { Home } from '../home.ts'
import type { House } from '../house.ts'
import { describeDashboards } from './dashboards.ts'
import { describeAdvanced, describeEveningChain } from './flows-advanced.ts'
import { describeCycles, describePond, describeTwins } from './flows-cycles.ts'
import { describeDailyFlows, describeFolders } from './flows-daily.ts'
import { describeReferences } from './flows-references.ts'
import { describeRest, describeRoomFlows } from './flows-rooms.ts'
import { finder, type Household, householdOf, type Setup } from './household.ts'
import { INSIDE } from './inventory-inside.ts'
import { OUTSIDE } from './inventory-outside.ts'
import { describeGroups, describeMoods } from './moods.ts'
import { pairAll } from './pairing.ts'
import { chooseFavourites, movePeopleIn } from './people.ts'
import { buildRooms } from './rooms.ts'
import { writeScripts } from './scripts.ts'
import { chooseOptions, fillAppSettings, setAlarms } from './settings.ts'
import { installApps } from './software.ts'
import { declareVariables } from './variables.ts'

const FLOWS = 400

export const villa: Home = {
  name: 'villa',
  describe(house) {
    const user = finder('person', movePeopleIn(house))
    installApps(house)
    const rooms = buildRooms(house)
    const home = householdOf(house, rooms, pairAll({ house, rooms }, [...INSIDE, ...OUTSIDE]))
    describeGroups(home)
    const variable = finder('variable', declareVariables(house))
    const setup: Setup = {
      ...{ user, variable },
      mood: finder('mood', describeMoods(home)),
      script: finder('script', writeScripts(home, { variable })),
      alarm: finder('alarm', setAlarms(home)),
    }
    const flow = finder('flow', describeFlows(home, setup))
    describeDashboards(home, setup, flow)
    fillAppSettings(home, setup, flow)
    chooseOptions(home)
    chooseFavourites(home, user, (name) => flow(name).id)
  },
}

function describeFlows(home: Household, setup: Setup): ReadonlyMap<string, Flow | AdvancedFlow> {
  const folders = describeFolders(home)
  const drawn = [
    ...describeDailyFlows(home, setup, folders),
    ...describeReferences(home, setup, folders.references),
    ...describeCycles(home, folders.cycles),
    ...describeTwins(home, folders.cycles),
    ...describePond(home),
    ...describeAdvanced(home, setup, folders.advanced),
    ...describeEveningChain(home, folders.advanced),
    ...describeRoomFlows(home, setup, folders),
  ]
  describeRest(home, setup, folders, FLOWS - countFlows(home.house))
  return new Map(drawn.map((flow) => [flow.name, flow]))
}

function countFlows({ hub: { state } }: House): number {
  return Object.keys(state.flows).length + Object.keys(state.advancedFlows).length
}
