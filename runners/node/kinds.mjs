// How each kind of call runs: what the function gets, and the Result of what it returns.
import { apiAnswer, isBytes } from './api-answer.mjs';
import { apiRequest } from './api-request.mjs';
import { Context } from './context.mjs';

const nothing = { meta: {} };

/** @type {Record<string, (call: import('./call.mjs').Call, body: Buffer) => Promise<{ meta: object, body?: Uint8Array | string }>>} */
export const kinds = {
  async api(call, body) {
    const { step, meta } = call;
    const req = apiRequest(meta, body);
    const ctx = new Context(call);
    const handler = required(call, step.handler, 'handler');
    const answer = step.middleware.length === 0 && !meta.validate
      ? await handler(req, ctx)
      : await throughMiddleware(call, handler, req, ctx);
    return apiAnswer(answer, step);
  },

  async event(call, body) {
    await required(call, call.step.handler, 'handler')(value(body), new Context(call));
    return nothing;
  },

  async cron(call) {
    await required(call, call.step.handler, 'handler')(new Context(call));
    return nothing;
  },

  async access(call, body) {
    const allowed = await required(call, call.step.canAccess, 'canAccess')(call.meta.subscription, value(body));
    return { meta: {}, body: JSON.stringify(Boolean(allowed)) };
  },

  async authenticate(call) {
    const { headers, url } = call.meta;
    const context = await required(call, call.step.authenticate, 'streamAuth.authenticate')({ headers, url });
    return { meta: {}, body: JSON.stringify(context) ?? 'null' };
  },
};

function throughMiddleware(call, handler, req, ctx) {
  const { middleware } = call.step;
  const run = async (index) => (index < middleware.length
    ? middleware[index](req, ctx, () => run(index + 1))
    : (await refusal(call, req)) ?? handler(req, ctx));
  return run(0);
}

async function refusal(call, req) {
  return call.meta.validate ? call.request('validate', undefined, isBytes(req.body) ? 'null' : JSON.stringify(req.body) ?? 'null') : null;
}

function required(call, run, name) {
  if (run === undefined) {
    throw new TypeError(`${call.step.file} has no function ${name}, so a call of the kind ${call.meta.kind} cannot run.`);
  }
  return run;
}

const value = (body) => (body.length === 0 ? undefined : JSON.parse(body.toString()));
