/** A body that is no protobuf message, or not the one that it says to be, in the words of Kubernetes. */
export class ProtobufError extends Error {
  /** What the body says to be, where it got so far. */
  readonly named?: { apiVersion: string; kind: string };

  constructor(message: string, named?: { apiVersion: string; kind: string }) {
    super(message);
    this.name = 'ProtobufError';
    if (named) this.named = named;
  }
}
