/** What views may ask the engine worker: the requests of the timeline (model/query/query.ts), and one handler for each other type. */
import { workOf } from '../analysis/time/work.ts';
import { answer, isEngineRequest } from '../model/query/query.ts';
import { runOrder, statesOfRow } from '../model/compare/runOrder.ts';
import { type Timeline, timelineOf } from '../model/tracks/tracksIndex.ts';
import type { Engine } from './engine.ts';
import { answerExport } from './exportTrace.ts';

/** Gets the whole message; returns what is sent back (structured clone). Throws an Error whose message says what was wrong with the request. */
export type RequestHandler = (engine: Engine, message: Readonly<Record<string, unknown>>, nowNs: number | undefined) => unknown;

/** A view that asks is waiting. */
const LIMIT = { limitMs: 10_000 };

const handlers: Readonly<Record<string, RequestHandler>> = {
  export: answerExport,
  figures: (engine) => engine.figures(),
  order: (engine) => runOrder(timelineFor(engine)),
  pending: (engine, _message, nowNs) => engine.pending(nowNs),
  private: (engine, { request }, nowNs) => answerPrivately(engine, request, nowNs),
  progress: (engine) => engine.progress(),
  report: (engine, _message, nowNs) => engine.report({ ...LIMIT, nowNs }),
  sourceDigest: (engine, { file }) => engine.maps.digestOf(String(file)),
  states: (engine, { rows }) => (rows as readonly number[]).map((row) => statesOfRow(timelineFor(engine), row)),
  work: (engine) => workOf(engine.trace),
};

function timelineFor(engine: Engine): Timeline {
  engine.settle();
  return timelineOf(engine.trace, engine.locate, engine.growth);
}

/** Dispatches by the message's `type`. */
export function answerRequest(engine: Engine, message: unknown, nowNs?: number): unknown {
  if (typeof message !== 'object' || message === null) throw new Error('a request is an object with a type');
  if (isEngineRequest(message)) {
    engine.settle();
    return answer(engine.trace, engine.latest, message, engine.locate, engine.growth);
  }
  const request = message as Record<string, unknown>;
  const type = request['type'];
  const handler = typeof type === 'string' && Object.hasOwn(handlers, type) ? handlers[type] : undefined;
  if (handler === undefined) throw new Error(`there is no request of type ${String(type)}`);
  return handler(engine, request, nowNs);
}

/** Some requests are answered for others, too: `{ type: 'private', request }` (privacy.ts). The report is the last one, if there is any. */
function answerPrivately(engine: Engine, request: unknown, nowNs: number | undefined): unknown {
  engine.settle();
  if (isEngineRequest(request)) return answer(engine.privateTrace, engine.privateLatest, request, engine.locatePrivate);
  const { type, lines } = (request ?? {}) as { readonly type?: unknown; readonly lines?: unknown };
  if (type === 'report') return engine.latestPrivateReport({ ...LIMIT, nowNs });
  if (type === 'work') return workOf(engine.privateTrace);
  if (type === 'hideSource' && Array.isArray(lines)) return lines.map((line) => engine.hideSource(String(line)));
  throw new Error(`there is no private answer to a request of type ${String(type)}`);
}
