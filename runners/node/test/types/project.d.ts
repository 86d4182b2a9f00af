// What a project declares: handlers and streams as Motia's generator writes them, and what middleware adds to requests.
import { ApiResponse, ApiRouteHandler, CronHandler, EventHandler, MotiaStream } from 'motia';

declare module 'motia' {
  interface FlowContextStateStreams {
    orders: MotiaStream<{ id: string; total: number } | { id: string; cancelled: true }>;
  }

  interface Handlers {
    PlaceOrder: ApiRouteHandler<{ item: string }, ApiResponse<201, { id: string }> | ApiResponse<409, { error: string }>, { topic: 'order.placed'; data: { id: string } }>;
    ShipOrder: EventHandler<{ id: string }, never>;
    Sweep: CronHandler<{ topic: 'order.swept'; data: { count: number } }>;
  }

  interface ApiRequest<TBody = unknown> {
    user?: { name: string };
  }
}
