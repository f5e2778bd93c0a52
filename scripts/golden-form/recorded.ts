/** The recorded scenarios, as their modules export them. */
export interface RecordedScenario {
  name: string;
  steps: (RecordedStep | (() => RecordedStep))[];
  cleanup?: RecordedStep[];
  noNamespace?: boolean;
  managedFields?: boolean;
  normalize?: [string, string][];
}

export interface RecordedStep {
  id?: string;
  request?: string;
  headers?: Record<string, string>;
  body?: unknown;
  until?: (body: unknown, response: { status: number; text?: string }) => unknown;
  timeoutMs?: number;
  capture?: Record<string, string>;
  pick?: string[];
  ignore?: string[];
  keep?: [string, string, RegExp];
  sortBy?: string;
  raw?: boolean;
  noBody?: boolean;
  showHeaders?: string[];
  silent?: boolean;
  watch?: string;
  collect?: number;
  during?: RecordedStep[];
  settle?: number;
  extra?: number;
  expectEnd?: boolean;
  sleep?: number;
}

export interface RecordedAnswer {
  step: string;
  status: number;
  contentType?: string;
  warning?: string;
  body?: unknown;
  events?: unknown[];
  ended?: boolean;
  [header: `header:${string}`]: string | undefined;
}
