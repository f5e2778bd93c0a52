/** The names that types of schemas/ have in TypeScript. */

/** A type by its place: `core/v1.Service`. */
export type TypePlace = string;

/** The bare name, with group and version before it where several have it: `AppsV1DeploymentStatus`, `Service`. */
export function typeNames(places: readonly TypePlace[]): Map<TypePlace, string> {
  const count = new Map<string, number>();
  for (const place of places) count.set(bareName(place), (count.get(bareName(place)) ?? 0) + 1);
  return new Map(
    places.map((place) => {
      const bare = bareName(place);
      return [place, count.get(bare) === 1 ? bare : prefixOf(place) + bare];
    }),
  );
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function bareName(place: TypePlace): string {
  return place.slice(place.lastIndexOf('.') + 1);
}

function prefixOf(place: TypePlace): string {
  const [group = '', version = ''] = place.slice(0, place.lastIndexOf('.')).split('/');
  return capitalised(group) + capitalised(version);
}
