/**
 * `$(NAME)` in the values of variables and in commands: `$$` is a plain `$`, and names that nobody knows stay as they are
 * (third_party/forked/golang/expansion).
 */
export function expandReferences(text: string, variables: Readonly<Record<string, string>>): string {
  if (!text.includes('$')) return text;
  return text.replace(/\$\$|\$\(([^()]*)\)/g, (all, name?: string) => {
    if (name === undefined) return '$';
    return Object.hasOwn(variables, name) ? (variables[name] as string) : all;
  });
}
