// The types that step files import from 'motia'. A project's tsconfig.json lists this file in "include" or "files";
// its own declarations of the module (generated handlers, members that middleware adds to ApiRequest) merge with these.

declare module 'motia' {
  // Steps

  /** A topic that a step emits; with a label or as conditional it is drawn so in the graph. */
  export type Emit = string | { topic: string; label?: string; conditional?: boolean };

  /** A zod schema (3 or 4), a JSON Schema object, or an object with toJSONSchema(). */
  export type StepSchema = object;

  export type ApiRouteMethod = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'OPTIONS' | 'HEAD';

  export interface QueryParam {
    name: string;
    description?: string;
  }

  export interface HandlerConfig {
    /** Megabytes, 128 to 10240. */
    ram: number;
    cpu?: number;
    /** Seconds, 1 to 900. */
    timeout: number;
  }

  export interface QueueConfig {
    type: 'standard' | 'fifo';
    /** How often a failed delivery is tried again. */
    maxRetries: number;
    /** Seconds; must exceed the handler's timeout. */
    visibilityTimeout: number;
    /** Seconds before the first attempt, 0 to 900. */
    delaySeconds: number;
    concurrency?: number;
  }

  export interface InfrastructureConfig {
    handler?: Partial<HandlerConfig>;
    queue?: Partial<QueueConfig>;
  }

  interface StepBase {
    name: string;
    description?: string;
    flows?: readonly string[];
    virtualEmits?: readonly Emit[];
    virtualSubscribes?: readonly string[];
    includeFiles?: readonly string[];
  }

  export interface ApiRouteConfig extends StepBase {
    type: 'api';
    /** Such as /orders/:id. */
    path: string;
    method: ApiRouteMethod;
    /** Left out or empty: every topic may be emitted. */
    emits?: readonly Emit[];
    bodySchema?: StepSchema | null;
    responseSchema?: Record<number, StepSchema | null>;
    queryParams?: readonly QueryParam[];
    middleware?: readonly ApiMiddleware<any, any, any>[];
    infrastructure?: Pick<InfrastructureConfig, 'handler'>;
  }

  export interface EventConfig extends StepBase {
    type: 'event';
    subscribes: readonly string[];
    emits?: readonly Emit[];
    input?: StepSchema | null;
    infrastructure?: InfrastructureConfig;
  }

  export interface CronConfig extends StepBase {
    type: 'cron';
    /** Five fields, or six with leading seconds. */
    cron: string;
    /** An IANA name; the host's zone unless given. */
    timeZone?: string;
    /** What happens to ticks that were missed while nothing ran. */
    catchUp?: 'none' | 'last' | 'all';
    /** What happens to a tick while the one before still runs. */
    overlap?: 'skip' | 'queue' | 'allow';
    emits?: readonly Emit[];
    infrastructure?: Pick<InfrastructureConfig, 'handler'>;
  }

  /** A step that is only drawn. */
  export interface NoopConfig extends StepBase {
    type: 'noop';
  }

  export type StepConfig = ApiRouteConfig | EventConfig | CronConfig | NoopConfig;

  // Handlers

  /** An event as handlers emit it. */
  export interface EmitEvent<TTopic extends string = string, TData = unknown> {
    topic: TTopic;
    data: TData;
    /** Events of one group reach a fifo step in order. */
    messageGroupId?: string;
  }

  /** Resolves when the events are durable. */
  export type Emitter<TEmit> = (event: TEmit | TEmit[]) => Promise<void>;

  export interface Logger {
    debug(message: string, args?: unknown): void;
    info(message: string, args?: unknown): void;
    warn(message: string, args?: unknown): void;
    error(message: string, args?: unknown): void;
  }

  /** A change of one value, done as a whole. Paths are dot-separated; '' is the value itself. */
  export type UpdateOperation =
    | { type: 'set' | 'merge'; path: string; value: unknown }
    | { type: 'increment' | 'decrement'; path: string; by: number }
    | { type: 'remove'; path: string };

  /** JSON values by group and key; a trace id is the customary group. */
  export interface InternalStateManager {
    get<T = any>(group: string, key: string): Promise<T | null>;
    set<T = any>(group: string, key: string, value: T): Promise<T>;
    delete<T = any>(group: string, key: string): Promise<T | null>;
    update<T = any>(group: string, key: string, operations: UpdateOperation[]): Promise<T>;
    getGroup<T = any>(group: string): Promise<T[]>;
    clear(group: string): Promise<void>;
  }

  export type StateManager = InternalStateManager;

  export type StreamItem<TData> = unknown extends TData ? any : TData & { id: string };
  export type StreamItemData<TData> = TData extends object ? Omit<TData, 'id'> & { id?: string } : any;

  /** A stream's items by group and id; who has joined sees every change. */
  export interface MotiaStream<TData> {
    get(groupId: string, id: string): Promise<StreamItem<TData> | null>;
    set(groupId: string, id: string, data: StreamItemData<TData>): Promise<StreamItem<TData>>;
    delete(groupId: string, id: string): Promise<StreamItem<TData> | null>;
    update(groupId: string, id: string, operations: UpdateOperation[]): Promise<StreamItem<TData>>;
    getGroup(groupId: string): Promise<StreamItem<TData>[]>;
    /** Sent to who has joined now, and not kept. */
    send<TEvent = unknown>(channel: { groupId: string; id?: string }, event: { type: string; data: TEvent }): Promise<void>;
  }

  /** The project's streams by name; generated declarations add theirs. */
  export interface FlowContextStateStreams {
    [stream: string]: MotiaStream<any>;
  }

  export interface FlowContext<TEmit = never> {
    emit: Emitter<TEmit>;
    traceId: string;
    flows: string[];
    state: InternalStateManager;
    logger: Logger;
    streams: FlowContextStateStreams;
    /** Of event and cron steps: which delivery this is, and the how-manieth attempt. */
    delivery?: { id: string; attempt: number };
    /** Fires at the handler's timeout, when nobody waits for the answer any more, and when the silo stops. */
    signal: AbortSignal;
  }

  export interface UploadedFile {
    name: string;
    filename: string;
    contentType: string;
    bytes: Buffer;
  }

  /** What middleware adds to requests is declared by the project, in an interface of this name. */
  export interface ApiRequest<TBody = unknown> {
    pathParams: Record<string, string>;
    queryParams: Record<string, string | string[]>;
    headers: Record<string, string | string[]>;
    body: TBody;
    /** The exact text that was received; '' when it was no text. */
    rawBody: string;
    /** Of multipart requests. */
    files?: UploadedFile[];
  }

  export interface ApiResponse<TStatus extends number = number, TBody = any> {
    status: TStatus;
    headers?: Record<string, string | number | boolean | string[]>;
    /** Strings and bytes are sent as they are, anything else as JSON. */
    body?: TBody;
  }

  export type ApiMiddleware<TBody = unknown, TEmit = never, TResult = unknown> = (
    req: ApiRequest<TBody>,
    ctx: FlowContext<TEmit>,
    next: () => Promise<ApiResponse<number, any>>,
  ) => Promise<ApiResponse<number, any>> | ApiResponse<number, any>;

  export type ApiRouteHandler<TBody = unknown, TResult = unknown, TEmit = never> = (
    req: ApiRequest<TBody>,
    ctx: FlowContext<TEmit>,
  ) => Promise<Answer<TResult>> | Answer<TResult>;

  /** What a response schema leaves open may be any answer. */
  type Answer<TResult> = unknown extends TResult ? ApiResponse : TResult;

  export type EventHandler<TInput = unknown, TEmit = never> = (input: TInput, ctx: FlowContext<TEmit>) => Promise<void> | void;

  export type CronHandler<TEmit = never> = (ctx: FlowContext<TEmit>) => Promise<void> | void;

  /** The handler that fits a config: `export const handler: StepHandler<typeof config>`. */
  export type StepHandler<TConfig> = TConfig extends { type: 'api' }
    ? ApiRouteHandler<any, unknown, any>
    : TConfig extends { type: 'event'; input: { _output: infer TInput } }
      ? EventHandler<TInput, any>
      : TConfig extends { type: 'event' }
        ? EventHandler<any, any>
        : TConfig extends { type: 'cron' }
          ? CronHandler<any>
          : never;

  /** The project's handlers by step name; generated declarations make them exact. */
  export interface Handlers {
    [step: string]: (input: any, ctx: FlowContext<any>) => any;
  }

  // Streams

  export interface StreamSubscription {
    groupId: string;
    id?: string;
  }

  /** What authenticate answers; the project declares its members. */
  export interface StreamAuthContext {}

  export interface StreamConfig {
    name: string;
    schema: StepSchema;
    baseConfig: { storageType: 'default' };
    /** Whether a client may join; left out, every client may. */
    canAccess?: (subscription: StreamSubscription, authContext: any) => boolean | Promise<boolean>;
  }

  // The project's configuration

  export interface StreamAuthRequest {
    headers: Record<string, string | string[] | undefined>;
    url?: string;
  }

  export interface StreamAuthConfig<TContext = any> {
    contextSchema?: StepSchema;
    /** Null is anonymous; what it throws refuses the connection. */
    authenticate: (request: StreamAuthRequest) => TContext | null | Promise<TContext | null>;
  }

  /** Of these `streamAuth` has an effect here; the silo names the others when it starts. */
  export interface Config {
    streamAuth?: StreamAuthConfig;
    app?: (app: any) => void;
    plugins?: unknown[];
    adapters?: Record<string, unknown>;
    redis?: Record<string, unknown>;
  }

  /** Plugins of the original's Workbench have no effect here; their types are for configurations that have some. */
  export interface MotiaPlugin {
    workbench?: any[];
    dirname?: string;
    steps?: string[];
    onShutdown?: () => unknown;
  }

  export interface MotiaPluginContext {
    registerApi(route: { method: ApiRouteMethod; path: string }, handler: (req: ApiRequest<any>, ctx: FlowContext<any>) => any): () => void;
    [member: string]: any;
  }

  export function config<T extends Config>(config: T): T;
  export function defineConfig<T extends Config>(config: T): T;

  interface LoadedStep<TConfig extends StepConfig = StepConfig> {
    config: TConfig;
  }

  export function isApiStep(step: LoadedStep): step is LoadedStep<ApiRouteConfig>;
  export function isEventStep(step: LoadedStep): step is LoadedStep<EventConfig>;
  export function isCronStep(step: LoadedStep): step is LoadedStep<CronConfig>;
  export function isNoopStep(step: LoadedStep): step is LoadedStep<NoopConfig>;
}

declare module '@motiadev/core' {
  export * from 'motia';
}
