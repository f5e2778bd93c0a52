import type { Answer, CallStep, Scenario, Step, WatchStep } from '../../test/parity/scenario.ts';
import type { RecordedAnswer, RecordedScenario, RecordedStep } from './recorded.ts';
import { shorten } from './shorten.ts';
import { waitingFor } from './waiting.ts';

/** Areas whose scenarios use the same nodes, names, ports or addresses. */
const LANES = ['controllers', 'kinds', 'namespaces', 'services', 'workloads'];

/** A recorded scenario and its answers in the form of test/parity/. */
export function convertScenario(recorded: RecordedScenario, answers: RecordedAnswer[]): Scenario {
  const namespace = `gold-${recorded.name}`.slice(0, 50);
  const left = (JSON.parse(JSON.stringify(answers).replaceAll(namespace, '{ns}')) as RecordedAnswer[]).values();
  const area = recorded.name.split('-', 1)[0] as string;
  const scenario: Scenario = {
    name: recorded.name,
    ...(LANES.includes(area) && { lane: area }),
    ...(recorded.noNamespace && { namespace: false }),
    ...(recorded.managedFields && { managedFields: true }),
    ...(recorded.normalize && { replace: recorded.normalize }),
    steps: recorded.steps.map((step) => convertStep(typeof step === 'function' ? step() : step, left)),
    ...(recorded.cleanup && { cleanup: recorded.cleanup.map((step) => convertCall(step, left, { compared: false })) }),
  };
  if (!left.next().done) throw new Error(`${recorded.name} has more answers than steps`);
  return scenario;
}

type Answers = ArrayIterator<RecordedAnswer>;

function convertStep(step: RecordedStep, answers: Answers): Step {
  if (step.sleep) return { pause: step.sleep };
  return step.watch === undefined
    ? convertCall(step, answers, { compared: !step.silent })
    : convertWatch(step, answers);
}

function convertWatch(step: RecordedStep, answers: Answers): WatchStep {
  const want = nextAnswer(answers);
  return {
    ...aboutOf(step),
    watch: step.watch as string,
    ...(step.headers && { headers: step.headers }),
    collect: step.collect ?? 1,
    ...(step.timeoutMs && { timeoutMs: step.timeoutMs }),
    ...(step.settle && { settleMs: step.settle }),
    ...(step.extra && { extraMs: step.extra }),
    ...(step.expectEnd && { compareEnd: true }),
    ...(step.pick && { pick: step.pick }),
    ...(step.during && { during: step.during.map((s) => convertCall(s, answers, { compared: !s.silent })) }),
    want,
  };
}

function convertCall(step: RecordedStep, answers: Answers, { compared }: { compared: boolean }): CallStep {
  return {
    ...aboutOf(step),
    call: step.request as string,
    ...(step.headers && { headers: step.headers }),
    ...(step.body !== undefined && { body: shorten(step.body) }),
    ...(step.until && { until: waitingFor(step.until) }),
    ...(step.timeoutMs && { timeoutMs: step.timeoutMs }),
    ...(step.capture && { capture: step.capture }),
    ...comparisonOf(step),
    ...(compared && { want: nextAnswer(answers) }),
  };
}

function comparisonOf(step: RecordedStep): Partial<CallStep> {
  return {
    ...(step.pick && { pick: step.pick }),
    ...(step.ignore?.length && { ignore: step.ignore }),
    ...(step.keep && { keep: { list: step.keep[0], by: step.keep[1], matching: step.keep[2].source } }),
    ...(step.until && orderOf(step)),
    ...(step.raw && { raw: true }),
    ...(step.noBody && { noBody: true }),
    ...(step.showHeaders && { showHeaders: step.showHeaders }),
  };
}

const MAKER = 'metadata.labels.endpointslice\\.kubernetes\\.io/managed-by';
const TRIGGER_TIME = '2035-01-02T03:04:05(\\.\\d+)?Z';

/** Some recorded steps sort what they wait for, or name a time, in the function that waits. */
function orderOf({ until, id }: RecordedStep): Partial<CallStep> {
  const text = until?.toString() ?? '';
  const slices = [
    { list: 'items.*.endpoints', by: ['addresses'] },
    { list: 'items.*.ports', by: ['name'] },
    { list: 'items', by: [MAKER, 'addressType', 'ports', 'endpoints.0.addresses'] },
  ];
  const subsets = [
    { list: 'subsets.*.ports', by: ['name'] },
    { list: 'subsets', by: ['ports'] },
  ];
  const order = /tidy\(|b\.items\.sort/.test(text) ? slices : text.includes('sortSubsets') ? subsets : undefined;
  const named = text.includes('as the pod says') && id?.startsWith('a pod becomes ready');
  return { ...(order && { order }), ...(named && { replace: [[TRIGGER_TIME, 'as the pod says']] }) };
}

function aboutOf({ id }: RecordedStep): { about?: string } {
  return id === undefined ? {} : { about: id };
}

function nextAnswer(answers: Answers): Answer {
  const { value } = answers.next();
  if (value === undefined) throw new Error('there are more steps than answers');
  const { step: _, ...answer } = value as RecordedAnswer;
  const fields = Object.entries(answer);
  const headers = fields.filter(([key]) => key.startsWith('header:')).map(([key, text]) => [key.slice(7), text]);
  const rest = Object.fromEntries(fields.filter(([key]) => !key.startsWith('header:')));
  return { ...rest, ...(headers.length > 0 && { headers: Object.fromEntries(headers) }) } as unknown as Answer;
}
