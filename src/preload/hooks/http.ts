/** Incoming and outgoing HTTP requests, through Node's own diagnostics channels: no listener on any server and no frame on the stack. */
import diagnosticsChannel from 'node:diagnostics_channel';
import * as W from '../../wire/events.ts';
import { executionAsyncId } from '../builtins.ts';
import { emit, isRecording } from '../recorder.ts';

interface IncomingRequest {
  readonly method?: string;
  readonly url?: string;
}
interface OutgoingRequest {
  readonly method?: string;
  readonly protocol?: string;
  readonly host?: string;
  readonly path?: string;
}

let socketIdSymbol: symbol | undefined;

export function installHttp(): void {
  diagnosticsChannel.subscribe('http.server.request.start', (message) => {
    if (!isRecording()) return;
    const { request, socket } = message as { request?: IncomingRequest; socket?: object };
    emit(W.OP_ROOT, W.ROOT_HTTP_REQUEST, `${request?.method ?? 'GET'} ${pattern(request?.url ?? '')}`, channelOf(socket));
  });
  diagnosticsChannel.subscribe('http.client.request.start', (message) => {
    if (!isRecording()) return;
    const { request } = message as { request?: OutgoingRequest };
    const id = requestId(request);
    if (id !== 0) {
      emit(
        W.OP_HANDLE,
        id,
        `${request?.method ?? 'GET'} ${request?.protocol ?? 'http:'}//${request?.host ?? ''}${pattern(request?.path ?? '')}`,
      );
    }
  });
}

/** A path as a pattern: no query string; segments that are numbers or identifiers become :n and :id. */
export function pattern(url: string): string {
  const end = url.search(/[?#]/);
  const bare = end < 0 ? url : url.slice(0, end);
  return bare
    .split('/')
    .map((part) => (/^\d+$/.test(part) ? ':n' : /^(?:[0-9a-f]{24,}|[0-9a-f]{8}-[0-9a-f-]{27})$/i.test(part) ? ':id' : part))
    .join('/')
    .slice(0, 200);
}

/** Number of a connection: the async id of its handle. */
function channelOf(socket: object | undefined): number {
  const handle = (socket as { _handle?: { getAsyncId?: () => number } | null } | undefined)?._handle;
  if (handle !== null && typeof handle?.getAsyncId === 'function') return handle.getAsyncId();
  return numberOf(socket) || executionAsyncId();
}

/** Requests and sockets keep their async id under a symbol. */
function numberOf(object: object | undefined): number {
  if (object === undefined) return 0;
  if (socketIdSymbol === undefined) {
    socketIdSymbol = Object.getOwnPropertySymbols(object).find(
      (symbol) => symbol.description === 'async_id_symbol' || symbol.description === 'asyncId',
    );
  }
  const id = socketIdSymbol === undefined ? 0 : (object as Record<symbol, unknown>)[socketIdSymbol];
  return typeof id === 'number' && id > 0 ? id : 0;
}

function requestId(request: object | undefined): number {
  const socket = (request as { socket?: object | null } | undefined)?.socket ?? undefined;
  const handle = (socket as { _handle?: { getAsyncId?: () => number } | null } | undefined)?._handle;
  return handle !== null && typeof handle?.getAsyncId === 'function' ? handle.getAsyncId() : numberOf(socket);
}
