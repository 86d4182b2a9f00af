import {
  type ApiMiddleware, type ApiRequest, type ApiRouteConfig, type CronConfig, type EventConfig, type FlowContext, type Handlers, type NoopConfig,
  type StepConfig, type StepHandler, type StreamConfig, config as projectConfig, defineConfig,
} from 'motia';
import { z } from 'zod';

const withUser: ApiMiddleware = async (req, ctx, next) => {
  req.user = { name: 'ann' };
  ctx.logger.info('user', { user: req.user });
  const answer = await next();
  return { ...answer, headers: { ...answer.headers, 'x-user': req.user.name } };
};

export const placeOrder: ApiRouteConfig = {
  type: 'api', name: 'PlaceOrder', path: '/orders', method: 'POST', flows: ['orders'], middleware: [withUser],
  emits: ['order.placed', { topic: 'order.refused', label: 'refused', conditional: true }],
  bodySchema: z.object({ item: z.string() }), responseSchema: { 201: z.object({ id: z.string() }) },
  queryParams: [{ name: 'dry', description: 'Do not order' }], infrastructure: { handler: { timeout: 5 } },
};

export const placeOrderHandler: Handlers['PlaceOrder'] = async (req, { emit, state, streams, traceId, signal }) => {
  const item: string = req.body.item;
  const kept = await state.set<{ item: string }>(traceId, 'order', { item });
  await state.update(traceId, 'order', [{ type: 'increment', path: 'n', by: 1 }]);
  await streams.orders.set(traceId, 'o', { total: 5 });
  await streams.orders.set(traceId, 'o', { cancelled: true });
  await streams.orders.send({ groupId: traceId }, { type: 'note', data: kept });
  await streams.undeclared!.getGroup('g');
  await emit({ topic: 'order.placed', data: { id: 'o' } });
  await emit([{ topic: 'order.placed', data: { id: 'o' } }]);
  // @ts-expect-error The topic is not one that the step emits.
  await emit({ topic: 'order.lost', data: {} });
  if (signal.aborted || req.user === undefined) {
    return { status: 409, body: { error: 'gone' } };
  }
  return { status: 201, headers: { location: '/o', 'set-cookie': ['a=1'] }, body: { id: 'o' } };
};

// @ts-expect-error 200 is none of the declared answers.
export const wrongAnswer: Handlers['PlaceOrder'] = async () => ({ status: 200, body: {} });

export const shipOrder = {
  type: 'event', name: 'ShipOrder', subscribes: ['order.placed'], input: z.object({ id: z.string() }),
  infrastructure: { queue: { type: 'fifo', maxRetries: 5 } },
} as const satisfies EventConfig;

export const shipOrderHandler: StepHandler<typeof shipOrder> = async (input, ctx) => {
  const id: string = input.id;
  ctx.logger.info(id, { attempt: ctx.delivery?.attempt });
  await ctx.emit({ topic: 'anything', data: 1 });
};

export const sweep: CronConfig = { type: 'cron', name: 'Sweep', cron: '0 0 * * * *', timeZone: 'Europe/Berlin', catchUp: 'last', overlap: 'skip' };
export const sweepHandler: Handlers['Sweep'] = async ({ emit }) => emit({ topic: 'order.swept', data: { count: 1 } });

export const person: NoopConfig = { type: 'noop', name: 'Person', virtualEmits: ['order.wanted'], virtualSubscribes: ['order.shipped'] };
export const all: StepConfig[] = [placeOrder, shipOrder, sweep, person];

// Before types are generated, any name has a handler.
export const unlisted: Handlers['Unlisted'] = async (req, { logger, emit }) => {
  logger.info(req.body.anything);
  await emit({ topic: 'x', data: 1 });
  return { status: 200, body: 'ok' };
};

export const orders: StreamConfig = {
  name: 'orders', schema: z.object({ id: z.string() }), baseConfig: { storageType: 'default' },
  canAccess: (subscription, auth) => subscription.groupId === auth?.group,
};

export async function helper(req: ApiRequest<{ a: number }>, ctx: FlowContext): Promise<number> {
  await ctx.state.getGroup<string>('g');
  return req.body.a;
}

export const project = defineConfig({ streamAuth: { authenticate: async ({ headers }) => (headers.authorization ? { group: 'g' } : null) } });
export const same = projectConfig({ plugins: [], redis: { useMemoryServer: true } });

// @ts-expect-error A cron step needs a schedule.
export const noSchedule: CronConfig = { type: 'cron', name: 'X' };
// @ts-expect-error There is no such method.
export const noMethod: ApiRouteConfig = { type: 'api', name: 'X', path: '/', method: 'FETCH' };
