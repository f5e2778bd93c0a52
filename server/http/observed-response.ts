/** Responses whose exchanges are known: they tell when they begin and end. */
import { Buffer } from 'node:buffer';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { KnownExchange, type Observation } from './exchange.ts';

interface ObservedResponse extends ServerResponse {
  readonly exchange: KnownExchange;
}

/** To be called once for each response, before anything else is done with it. */
export function observe(observation: Observation, response: ServerResponse): void {
  observeAs(new KnownExchange(observation, response.req), response);
}

/** The same for one more response to a request: whichever ends first is the answer. */
export function observeAs(exchange: KnownExchange, response: ServerResponse): void {
  const observed = Object.assign(response, { exchange });
  observeHead(observed);
  observeStart(observed);
  observeEnd(observed);
}

function isObserved(response: ServerResponse): response is ObservedResponse {
  return 'exchange' in response;
}

/** Undefined where nobody is told of it. */
export function exchangeOf(response: ServerResponse): KnownExchange | undefined {
  return isObserved(response) ? response.exchange : undefined;
}

/** Tells what came with a request. */
export function noteBody(response: ServerResponse, body: unknown): void {
  if (isObserved(response) && Buffer.isBuffer(body)) response.exchange.noteBody(body);
}

/** The same id in the answer's header and for those who are told. */
function observeHead(response: ObservedResponse): void {
  const { exchange } = response;
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ObservedResponse;
  response.writeHead = (...args: unknown[]) => {
    const headers = args.at(-1) as OutgoingHttpHeaders | undefined;
    if (headers?.['audit-id'] !== undefined && !Array.isArray(headers)) {
      if (exchange.auditId === '') exchange.auditId = String(headers['audit-id']);
      else headers['audit-id'] = exchange.auditId;
    }
    return writeHead(...args);
  };
}

function observeStart(response: ObservedResponse): void {
  const { exchange, req } = response;
  const flushHeaders = response.flushHeaders.bind(response);
  response.flushHeaders = () => {
    if (!exchange.hasStarted && exchange.isLong) {
      exchange.start(req, response.statusCode);
      response.once('close', () => {
        if (!exchange.isDone) exchange.end(req, response.statusCode);
      });
    }
    flushHeaders();
  };
}

function observeEnd(response: ObservedResponse): void {
  const { exchange, req } = response;
  const end = response.end.bind(response) as (...args: unknown[]) => ObservedResponse;
  response.end = (...args: unknown[]) => {
    end(...args);
    if (!exchange.isDone) {
      const [body] = args;
      if (Buffer.isBuffer(body)) exchange.noteAnswer(response.statusCode, body);
      exchange.end(req, response.statusCode);
    }
    return response;
  };
}
