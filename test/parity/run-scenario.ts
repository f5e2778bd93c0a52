import { setTimeout as sleep } from 'node:timers/promises';
import { differences } from './differences.ts';
import { fillIn, fillInText } from './fill-in.ts';
import { Names, normalise } from './normalise.ts';
import { at } from './paths.ts';
import type { Answer, CallStep, Condition, Replacement, Scenario, Step, WatchStep } from './scenario.ts';
import { pickPaths, select } from './select.ts';
import { parsed, type Reply, type Server } from './server.ts';

const PATIENCE = 15_000;
const WATCH_PATIENCE = 4000;
const INTERVAL = 20;

/** A step whose answer was compared. */
export interface StepResult {
  /** What it is about, or the call. */
  step: string;
  differences: string[];
}

interface Conversation {
  server: Server;
  scenario: Scenario;
  variables: Record<string, unknown>;
  names: Names;
  results: StepResult[];
  known: readonly string[];
}

/**
 * Has a whole scenario's conversation with a server; the results are of the steps that say what they want. No time is
 * spent on waiting for the wanted answer where it is known not to come.
 */
export async function runScenario(
  server: Server,
  scenario: Scenario,
  { known = [] }: { known?: readonly string[] } = {},
): Promise<StepResult[]> {
  const namespace = `golden-${scenario.name}`;
  const variables = { ns: namespace, name: scenario.name, now: new Date().toISOString() };
  const conversation: Conversation = { server, scenario, variables, names: new Names(), results: [], known };
  if (scenario.namespace !== false) await createNamespace(server, namespace);
  try {
    for (const step of scenario.steps) await runStep(conversation, step);
  } finally {
    for (const step of scenario.cleanup ?? []) await send(conversation, step);
    await server.call('DELETE', `/api/v1/namespaces/${namespace}`, { headers: {} });
  }
  return conversation.results;
}

async function createNamespace(server: Server, name: string): Promise<void> {
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const deadline = performance.now() + PATIENCE; performance.now() < deadline; await sleep(INTERVAL)) {
    const { status } = await server.call('POST', '/api/v1/namespaces', { headers: {}, body });
    if (status === 201) return;
    await server.call('DELETE', `/api/v1/namespaces/${name}`, { headers: {} });
  }
  throw new Error(`the namespace ${name} of an earlier run does not go`);
}

async function runStep(conversation: Conversation, step: Step): Promise<void> {
  if ('pause' in step) await sleep(step.pause);
  else if ('watch' in step) await runWatch(conversation, step);
  else await runCall(conversation, step);
}

/** Repeats the call as long as the step says. Names count only where the answer does. */
async function runCall(conversation: Conversation, step: CallStep): Promise<void> {
  const deadline = performance.now() + (step.timeoutMs ?? PATIENCE);
  for (;;) {
    const reply = await send(conversation, step);
    const names = conversation.names.copy();
    const found = step.want ? differences(step.want, comparable(conversation, step, { reply, names })) : [];
    const isAsExpected = found.length === 0 || conversation.known.includes(nameOf(step));
    const isDone = !step.until || (holds(reply, step.until) && isAsExpected);
    if (isDone || performance.now() > deadline) {
      conversation.names = names;
      if (step.want) conversation.results.push({ step: nameOf(step), differences: found });
      return;
    }
    await sleep(INTERVAL);
  }
}

function nameOf({ about, call }: CallStep): string {
  return about ?? call;
}

async function send({ server, variables }: Conversation, step: CallStep): Promise<Reply> {
  const [method, path] = fillInText(step.call, variables).split(/ (.*)/s) as [string, string];
  const headers = fillIn(step.headers ?? {}, variables) as Record<string, string>;
  const filled = fillIn(step.body, variables);
  const body = typeof filled === 'string' || filled === undefined ? filled : JSON.stringify(filled);
  const reply = await server.call(method, path, { headers, body });
  const value = parsed(reply.text);
  for (const [name, from] of Object.entries(step.capture ?? {})) {
    if (value !== undefined) variables[name] = at(value, from);
  }
  return reply;
}

function holds(reply: Reply, conditions: readonly Condition[]): boolean {
  const body = parsed(reply.text);
  return conditions.every((condition) => {
    if ('status' in condition) return reply.status === condition.status;
    if ('condition' in condition) return hasCondition(body, condition);
    const value = at(body, condition.at);
    if ('exists' in condition) return Boolean(value) === condition.exists;
    return value === ('is' in condition ? condition.is : at(body, condition.sameAs));
  });
}

function hasCondition(body: unknown, { condition, reason }: { condition: string; reason?: string }): boolean {
  const conditions = (at(body, 'status.conditions') ?? []) as { type: string; reason?: string }[];
  return conditions.some((found) => found.type === condition && (reason === undefined || found.reason === reason));
}

/** The answer in the words of the scenario. */
function comparable(
  { scenario, variables }: Conversation,
  step: CallStep,
  { reply, names }: { reply: Reply; names: Names },
): unknown {
  const { status, headers, text } = reply;
  const body = parsed(text);
  const answer: Answer = {
    status,
    ...(headers['content-type'] !== undefined && { contentType: headers['content-type'] }),
    ...(headers.warning !== undefined && { warning: headers.warning }),
  };
  const shown = (step.showHeaders ?? []).filter((name) => headers[name.toLowerCase()] !== undefined);
  if (shown.length > 0) {
    answer.headers = Object.fromEntries(shown.map((name) => [name, String(headers[name.toLowerCase()])]));
  }
  if (!step.noBody) answer.body = body === undefined || step.raw ? text : select(body, step);
  return normaliseAnswer(replaced(answer, step.replace), { scenario, variables, names });
}

function normaliseAnswer(
  answer: unknown,
  { scenario, variables, names }: Pick<Conversation, 'scenario' | 'variables' | 'names'>,
): unknown {
  const normalised = normalise(answer, {
    names,
    namespace: String(variables.ns),
    managedFields: scenario.managedFields === true,
    replace: scenario.replace ?? [],
  });
  return JSON.parse(JSON.stringify(normalised));
}

function replaced(answer: unknown, replacements: readonly Replacement[] | undefined): unknown {
  if (!replacements) return answer;
  const text = replacements.reduce(
    (result, [pattern, by]) => result.replace(new RegExp(pattern, 'g'), by),
    JSON.stringify(answer),
  );
  return JSON.parse(text);
}

async function runWatch(conversation: Conversation, step: WatchStep): Promise<void> {
  const { server, variables, results } = conversation;
  const headers = fillIn(step.headers ?? {}, variables) as Record<string, string>;
  const watch = await server.watch(fillInText(step.watch, variables), headers);
  if (step.settleMs) await sleep(step.settleMs);
  const meanwhile: { step: CallStep; reply: Reply }[] = [];
  for (const call of step.during ?? []) meanwhile.push({ step: call, reply: await send(conversation, call) });
  await watch.wait(step.collect, step.timeoutMs ?? WATCH_PATIENCE);
  if (step.extraMs) await sleep(step.extraMs);
  // What comes after the last event that was waited for counts only for one who stays.
  const events = step.extraMs || step.compareEnd ? watch.events : watch.events.slice(0, step.collect);
  const answer = {
    status: watch.status,
    contentType: watch.headers['content-type'],
    events: step.pick ? events.map((event) => pickPaths(event, step.pick as string[])) : events,
    ...(step.compareEnd && { ended: watch.ended }),
  };
  watch.close();
  const got = normaliseAnswer(answer, conversation);
  results.push({ step: step.about ?? `WATCH ${step.watch}`, differences: differences(step.want, got) });
  for (const { step: call, reply } of meanwhile) {
    if (!call.want) continue;
    const found = differences(call.want, comparable(conversation, call, { reply, names: conversation.names }));
    results.push({ step: nameOf(call), differences: found });
  }
}
