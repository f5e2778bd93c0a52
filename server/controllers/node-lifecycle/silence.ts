import { findCondition } from '../../api/conditions.ts';
import type { Lease, Node } from '../../api/types.gen.ts';

/** kube-controller-manager looks every 5 s, and gives a node 50 s, or 60 s to say its first word. */
export const LOOK_INTERVAL = 5000;
const GRACE = 10;
const FIRST_GRACE = 12;

/**
 * Finds nodes from which nothing is heard. It counts how often it looked and found no news: times in the objects are
 * never compared with the clock, which may be another one, or may have been moved.
 */
export interface SilenceWatch {
  /** Looks at the node once more. Answers whether it has been silent for too long. */
  look(node: Node, lease: Lease | undefined): boolean;
  /** The same without counting: a word since the last look breaks the silence. */
  isSilent(node: Node, lease: Lease | undefined): boolean;
  forget(name: string): void;
}

export function createSilenceWatch(): SilenceWatch {
  const known = new Map<string, { word: string; missed: number }>();
  const isSilent = (node: Node, lease: Lease | undefined) => {
    const last = known.get(node.metadata.name);
    return last !== undefined && last.word === wordOf(node, lease) && last.missed >= graceOf(node);
  };
  return {
    isSilent,
    look(node, lease) {
      const word = wordOf(node, lease);
      const last = known.get(node.metadata.name);
      known.set(node.metadata.name, { word, missed: last?.word === word ? last.missed + 1 : 0 });
      return isSilent(node, lease);
    },
    forget: (name) => void known.delete(name),
  };
}

/** What was last heard. */
function wordOf({ status }: Node, lease: Lease | undefined): string {
  return `${lease?.spec.renewTime} ${findCondition(status.conditions, 'Ready')?.lastHeartbeatTime}`;
}

function graceOf({ status }: Node): number {
  return findCondition(status.conditions, 'Ready') ? GRACE : FIRST_GRACE;
}
