import type { ApiRouteConfig, Handlers } from 'motia'

// POST /postcards writes a postcard, which the other steps of this folder pass on: TypeScript, JavaScript, Python, C#.
export const config: ApiRouteConfig = {
  type: 'api',
  name: 'WritePostcard',
  method: 'POST',
  path: '/postcards',
  flows: ['postcards'],
  emits: ['postcard.written'],
  bodySchema: {
    type: 'object',
    properties: { to: { type: 'string', minLength: 1 }, text: { type: 'string' } },
    required: ['to', 'text'],
  },
}

export const handler: Handlers['WritePostcard'] = async (req, { emit, logger, traceId }) => {
  logger.info('Written', { to: req.body.to })
  await emit({ topic: 'postcard.written', data: { ...req.body, through: ['TypeScript'] } })
  return { status: 202, body: { id: traceId } }
}
