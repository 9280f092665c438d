// The voices that an older hub speaks with. Which ones there are is part of its firmware; installing
// one is remembered, and the ones that come with the hub cannot be removed.
import { invalid, notFound } from '../hub-error.ts'
import { strings } from '../json.ts'
import { type Hub, recordEffect } from '../state/hub.ts'
import { documented, type Rows, stored, text } from './behaviour.ts'

const VOICES = [
  { id: 'en-male', name: 'Oliver', language: 'en', locale: 'en-GB', gender: 'male', comes: true },
  {
    id: 'nl-female',
    name: 'Lotte',
    language: 'nl',
    locale: 'nl-NL',
    gender: 'female',
    comes: true,
  },
  {
    id: 'de-female',
    name: 'Anna',
    language: 'de',
    locale: 'de-DE',
    gender: 'female',
    comes: false,
  },
]

const INSTALLED = 'speech-output.installed'

export const voices: Rows = {
  getVoices: stored(({ hub }) =>
    Object.fromEntries(VOICES.map(({ id }) => [id, present(hub, id)] as const)),
  ),
  getVoice: stored((call) => present(call.hub, text(call, 'id'))),
  installVoice: stored((call) => {
    const { id } = voice(text(call, 'id'))
    call.hub.state.options[INSTALLED] = [...new Set([...installed(call.hub), id])]
  }),
  uninstallVoice: stored((call) => {
    const { id, comes } = voice(text(call, 'id'))
    if (comes) throw invalid('This Voice Cannot Be Removed')
    call.hub.state.options[INSTALLED] = installed(call.hub).filter((other) => other !== id)
  }),
  playVoiceSample: documented('there is no loudspeaker', (call) => {
    recordEffect(call.hub, 'voice-sample-played', { voiceId: voice(text(call, 'id')).id })
  }),
}

function installed(hub: Hub): string[] {
  return strings(hub.state.options[INSTALLED])
}

function voice(id: string): (typeof VOICES)[number] {
  const found = VOICES.find((candidate) => candidate.id === id)
  if (!found) throw notFound('Voice', id)
  return found
}

function present(hub: Hub, id: string): unknown {
  const { comes, ...rest } = voice(id)
  return { ...rest, installed: comes || installed(hub).includes(id) }
}
