import type { ApiRouteConfig, Handlers } from 'motia'

export const config: ApiRouteConfig = { type: 'api', name: 'NodeGreeting', method: 'GET', path: '/node/greeting', emits: [] }

export const handler: Handlers['NodeGreeting'] = async () => ({ status: 200, body: { text: 'Hello from the benchmark', number: 42, isFriendly: true } })
