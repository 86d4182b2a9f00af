import type { EventConfig, Handlers } from 'motia'
import { counted } from './counted'

export const config: EventConfig = { type: 'event', name: 'NodeCount', subscribes: ['bench.counted'], infrastructure: { queue: { concurrency: 64 } } }

export const handler: Handlers['NodeCount'] = async () => {
  counted.events++
}
