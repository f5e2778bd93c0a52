import type { ControlRoute } from './control-route.ts';
import { faultRoutes } from './routes/faults.ts';
import { journalRoutes } from './routes/journal.ts';
import { simulationRoutes } from './routes/simulation.ts';
import { stateRoutes } from './routes/state.ts';
import { timeRoutes } from './routes/time.ts';

/** Add yours here; the OpenAPI document follows. */
export const CONTROL_ROUTES: readonly ControlRoute[] = [
  ...faultRoutes,
  ...journalRoutes,
  ...stateRoutes,
  ...timeRoutes,
  ...simulationRoutes,
];

export interface FoundRoute {
  route: ControlRoute;
  params: Record<string, string>;
}

/** The routes of this path, whatever their methods. `path` begins after `/kubeling/v1`. */
export function routesAt(path: string): FoundRoute[] {
  const segments = path.split('/');
  return CONTROL_ROUTES.flatMap((route) => {
    const params = paramsOf(route.path.split('/'), segments);
    return params ? [{ route, params }] : [];
  });
}

function paramsOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i] as string;
    if (part.startsWith('{')) params[part.slice(1, -1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}
