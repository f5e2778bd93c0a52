/** The bytes that the data of one ConfigMap or Secret may take together. */
export const MAX_DATA_SIZE = 1024 * 1024;

/** How many bytes a base64 text stands for. */
export function base64Size(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.floor((text.length * 3) / 4) - padding;
}
