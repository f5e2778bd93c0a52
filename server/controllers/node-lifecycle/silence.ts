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
  isSilent(name: string): boolean;
  forget(name: string): void;
}

export function createSilenceWatch(): SilenceWatch {
  const known = new Map<string, { word: string; missed: number; grace: number }>();
  const isSilent = (name: string) => {
    const node = known.get(name);
    return node !== undefined && node.missed >= node.grace;
  };
  return {
    isSilent,
    look({ metadata, status }, lease) {
      const ready = findCondition(status.conditions, 'Ready');
      const word = `${lease?.spec.renewTime} ${ready?.lastHeartbeatTime}`;
      const before = known.get(metadata.name);
      const missed = before?.word === word ? before.missed + 1 : 0;
      known.set(metadata.name, { word, missed, grace: ready ? GRACE : FIRST_GRACE });
      return isSilent(metadata.name);
    },
    forget: (name) => void known.delete(name),
  };
}
