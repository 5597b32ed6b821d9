/** Incoming and outgoing HTTP requests, through Node's own diagnostics channels: no listener on any server and no frame on the stack. */
import diagnosticsChannel from 'node:diagnostics_channel';
import * as W from '../../wire/events.ts';
import { executionAsyncId } from '../builtins.ts';
import { recordRoot } from '../recordIo.ts';
import { emit, isRecording } from '../recorder.ts';
import { onResourceType } from './asyncTasks.ts';

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
    recordRoot(W.ROOT_HTTP_REQUEST, `${request?.method ?? 'GET'} ${pattern(request?.url ?? '')}`, channelOf(socket));
  });
  diagnosticsChannel.subscribe('http.client.request.start', (message) => {
    if (!isRecording()) return;
    const { request } = message as { request?: OutgoingRequest };
    const id = requestId(request);
    if (id !== 0 && request !== undefined) emit(W.OP_HANDLE, id, requestName(request));
  });
  onResourceType('HTTPCLIENTREQUEST', initRequest);
}

/** The resource in which an answer arrives: it is made when the request has its socket. */
function initRequest(id: number, resource: object): void {
  const { req } = resource as { req?: OutgoingRequest };
  if (req !== undefined && isRecording()) emit(W.OP_HANDLE, id, requestName(req));
}

function requestName({ method = 'GET', protocol = 'http:', host = '', path = '' }: OutgoingRequest): string {
  return `${method} ${protocol}//${host}${pattern(path)}`;
}

const charCodeAt = Function.prototype.call.bind(String.prototype.charCodeAt) as unknown as (text: string, index: number) => number;
const slice = Function.prototype.call.bind(String.prototype.slice) as unknown as (text: string, from: number, to?: number) => string;
const MAX_PATTERN = 200;
/** Shorter parts are never identifiers. */
const IDENTIFIER_LENGTH = 24;
const IDENTIFIER = /^(?:[0-9a-f]{24,}|[0-9a-f]{8}-[0-9a-f-]{27})$/i;

/** A path as a pattern: no query string; segments that are numbers or identifiers become :n and :id. (One look at each character: every request comes by.) */
export function pattern(url: string): string {
  let text = '';
  /** What of the path is in `text`, and where the part in hand begins. */
  let taken = 0;
  let start = 0;
  let isNumber = true;
  let end = 0;
  for (; end < url.length; end++) {
    const code = charCodeAt(url, end);
    if (code === 0x3f || code === 0x23) break;
    if (code === 0x2f) {
      const name = nameOf(url, start, end, isNumber);
      if (name !== '') {
        text += slice(url, taken, start) + name;
        taken = end;
      }
      start = end + 1;
      isNumber = true;
    } else if (code < 0x30 || code > 0x39) isNumber = false;
  }
  const name = nameOf(url, start, end, isNumber);
  text += name === '' ? slice(url, taken, end) : slice(url, taken, start) + name;
  return text.length > MAX_PATTERN ? slice(text, 0, MAX_PATTERN) : text;
}

/** What stands for a part of a path, '' if it stands for itself. */
function nameOf(url: string, from: number, to: number, isNumber: boolean): string {
  if (isNumber && to > from) return ':n';
  return to - from >= IDENTIFIER_LENGTH && IDENTIFIER.test(slice(url, from, to)) ? ':id' : '';
}

/** Number of a connection: the async id of its handle. Sockets keep it themselves: asking the handle is a native call. */
function channelOf(socket: object | undefined): number {
  return numberOf(socket) || handleId(socket) || executionAsyncId();
}

function handleId(socket: object | undefined): number {
  const handle = (socket as { _handle?: { getAsyncId?: () => number } | null } | undefined)?._handle;
  return handle !== null && typeof handle?.getAsyncId === 'function' ? handle.getAsyncId() : 0;
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
  return handleId(socket) || numberOf(socket);
}
