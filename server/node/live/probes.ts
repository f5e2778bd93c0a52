/** Asks the probes of a container whose program is really run, as a kubelet does. */
import type { Probe } from '../../api/types.gen.ts';
import { sleep } from '../../lib/clock.ts';
import type { SimulatedContainer } from '../exec/container.ts';
import type { ProbeFindings } from '../world.ts';
import { runProbe } from './run-probe.ts';

const [PERIOD, FAILURES] = [10, 3];

/** `report` gets all that is known each time that something changes. Ends when the signal aborts. */
export function startProbes(
  container: SimulatedContainer,
  signal: AbortSignal,
  report: (findings: ProbeFindings) => void,
): void {
  const { startupProbe, readinessProbe, livenessProbe } = container.spec;
  let findings: ProbeFindings = {};
  const tell = (found: ProbeFindings) => {
    findings = { ...findings, ...found };
    if (!signal.aborted) report(findings);
  };
  const kill = (kind: string) => (output: string) => tell({ death: `${kind} probe failed: ${output}` });
  void run();

  async function run() {
    if (startupProbe && !startupProbe.grpc) {
      const hasStarted = await follow(
        startupProbe,
        { passed: () => tell({ started: true }), failed: kill('Startup') },
        true,
      );
      if (!hasStarted) return;
    }
    if (readinessProbe && !readinessProbe.grpc) {
      const failed = (output: string) => tell({ ready: false, problem: output });
      void follow(readinessProbe, { passed: () => tell({ ready: true, problem: undefined }), failed });
    }
    if (livenessProbe && !livenessProbe.grpc)
      void follow(livenessProbe, { passed: () => {}, failed: kill('Liveness') });
  }

  /** Resolves with true when `once` it has passed, and with false when nobody wants to know any more. */
  async function follow(
    probe: Probe,
    by: { passed(): void; failed(output: string): void },
    once = false,
  ): Promise<boolean> {
    const { clock, startedAt } = container;
    const { initialDelaySeconds = 0, periodSeconds, successThreshold, failureThreshold } = probe;
    await sleep(clock, Math.max(0, startedAt + initialDelaySeconds * 1000 - clock.now()), signal);
    let known: boolean | undefined;
    let inARow = 0;
    let last: boolean | undefined;
    while (!signal.aborted) {
      const { passes, output } = await runProbe(container, probe, signal);
      if (signal.aborted) return false;
      inARow = passes === last ? inARow + 1 : 1;
      last = passes;
      const isEnough = inARow >= ((passes ? successThreshold : failureThreshold) || (passes ? 1 : FAILURES));
      if (isEnough && passes !== known) {
        known = passes;
        if (passes) by.passed();
        else by.failed(output);
        if (passes && once) return true;
      }
      await sleep(clock, (periodSeconds || PERIOD) * 1000, signal);
    }
    return false;
  }
}
