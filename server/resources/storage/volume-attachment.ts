import { type FieldError, invalid, required } from '../../api/field-error.ts';
import { dns1123SubdomainErrors } from '../../api/names.ts';
import { volumeAttachments } from '../../api/resource-types.gen.ts';
import type { VolumeAttachment, VolumeAttachmentSource, VolumeAttachmentSpec } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { immutable, invalidFor } from '../field-checks.ts';
import { ALL_METADATA, statusSubresource } from '../subresources.ts';
import { age } from '../table-cells.ts';

export const volumeAttachmentResource = defineResource<VolumeAttachment>(volumeAttachments, {
  generation: 'none',
  requiresResourceVersion: true,
  prepareForCreate: (draft) => {
    draft.status = { attached: false };
  },
  validate: ({ spec }) => validateSpec(spec, 'spec'),
  validateUpdate: ({ spec }, old) => immutable('spec', spec, old.spec),
  deleteReturnsObject: true,
  row: (attachment, context) => [
    attachment.metadata.name,
    attachment.spec.attacher,
    attachment.spec.source.persistentVolumeName ?? '',
    attachment.spec.nodeName,
    attachment.status?.attached ?? false,
    age(attachment, context),
  ],
  subresources: { status: statusSubresource<VolumeAttachment>({ keeps: ALL_METADATA }) },
});

function validateSpec({ attacher, source, nodeName }: VolumeAttachmentSpec, field: string): FieldError[] {
  return [
    ...(attacher
      ? invalidFor(`${field}.attacher`, attacher, dns1123SubdomainErrors(attacher.toLowerCase()))
      : [required(`${field}.attacher`)]),
    ...validateSource(source, `${field}.source`),
    ...invalidFor(`${field}.nodeName`, nodeName, dns1123SubdomainErrors(nodeName)),
  ];
}

function validateSource(source: VolumeAttachmentSource, field: string): FieldError[] {
  const { inlineVolumeSpec: inline, persistentVolumeName: name } = source;
  if (inline && name !== undefined) {
    return [invalid(field, source, 'must specify exactly one of inlineVolumeSpec and persistentVolumeName')];
  }
  if (inline) return inline.csi ? [] : [required(`${field}.inlineVolumeSpec.spec.csi`)];
  if (name === undefined) {
    return [invalid(field, '', 'must specify exactly one of inlineVolumeSpec and persistentVolumeName')];
  }
  if (name === '') return [required(`${field}.persistentVolumeName`, 'must specify non empty persistentVolumeName')];
  return invalidFor(`${field}.persistentVolumeName`, name, dns1123SubdomainErrors(name));
}
