import { type FieldError, forbidden } from '../../api/field-error.ts';
import { validateAnnotations, validateLabels } from '../../api/object-meta-validation.ts';
import type { ObjectMeta } from '../../api/types.gen.ts';

/** Metadata of claims that are made from a template: only labels and annotations are taken over. */
export function validateTemplateMeta(meta: Partial<ObjectMeta> | undefined, field: string): FieldError[] {
  if (!meta) return [];
  const others = Object.entries(meta).filter(([key, value]) => {
    return key !== 'labels' && key !== 'annotations' && value !== undefined && value !== '' && value !== null;
  });
  return [
    ...validateAnnotations(meta.annotations, `${field}.annotations`),
    ...validateLabels(meta.labels, `${field}.labels`),
    ...others.map(([key]) => forbidden(`${field}.${key}`, 'cannot be set')),
  ];
}
