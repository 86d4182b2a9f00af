import type { ApiRouteConfig, Handlers } from 'motia'
import { counted } from './counted'

export const config: ApiRouteConfig = { type: 'api', name: 'NodeCounted', method: 'GET', path: '/node/counted', emits: [] }

export const handler: Handlers['NodeCounted'] = async () => ({ status: 200, body: { events: counted.events } })
