import { createHash } from 'node:crypto';

/** Words by which an image says that it cannot be pulled. */
const UNPULLABLE =
  /(?:^|[^a-z0-9])(?:does-?not-?exist|non-?existent|non-?existing|no-?such|not-?found|missing|invalid|wrong|broken|bad)(?:[^a-z0-9]|$)|:404$/i;

const REFERENCE =
  /^(?:[a-z0-9][a-z0-9.-]*(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/i;

/** Why an image cannot be had, as a container's state says it. */
export interface ImageProblem {
  reason: 'ErrImagePull' | 'InvalidImageName';
  message: string;
}

/** Undefined for an image that can be pulled: all but those whose name says otherwise. */
export function imageProblem(image: string): ImageProblem | undefined {
  const repository = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  if (!REFERENCE.test(image) || repository !== repository.toLowerCase()) {
    const cause = `couldn't parse image name "${image}": invalid reference format`;
    return { reason: 'InvalidImageName', message: `Failed to apply default image tag "${image}": ${cause}` };
  }
  return UNPULLABLE.test(image) ? pullProblem(image) : undefined;
}

/** What a registry says of an image that it does not have. */
export function pullProblem(image: string): ImageProblem {
  const full = fullImageName(image);
  const message = `failed to pull and unpack image "${full}": failed to resolve reference "${full}": ${full}: not found`;
  return { reason: 'ErrImagePull', message: `rpc error: code = NotFound desc = ${message}` };
}

/** With registry and tag, as containerd reports it: `docker.io/library/nginx:latest`. */
export function fullImageName(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const path = hasRegistry ? image : rest.length > 0 ? `docker.io/${image}` : `docker.io/library/${image}`;
  return path.includes('@') || /:[^/]+$/.test(path) ? path : `${path}:latest`;
}

/** The same image has the same digest everywhere. */
export function imageId(image: string): string {
  const full = fullImageName(image);
  if (full.includes('@')) return full;
  return `${full.replace(/:[^/:]*$/, '')}@sha256:${digestOf(full)}`;
}

/** Between 5 and 205 MB, always the same for an image. */
export function imageSize(image: string): number {
  return 5_000_000 + (Number.parseInt(digestOf(fullImageName(image)).slice(0, 8), 16) % 200_000_000);
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
