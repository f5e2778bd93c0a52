import { type FieldError, invalid, required } from '../../api/field-error.ts';
import { rangeErrors } from '../../api/names.ts';
import type { ISCSIVolumeSource } from '../../api/types.gen.ts';
import { invalidFor, requiredText } from '../field-checks.ts';

export function validateIscsi(source: ISCSIVolumeSource, field: string): FieldError[] {
  const { targetPortal, iqn, lun = 0, chapAuthDiscovery, chapAuthSession, secretRef, initiatorName } = source;
  return [
    ...requiredText(`${field}.targetPortal`, targetPortal),
    ...(iqn ? validateQualifiedName(iqn, `${field}.iqn`) : [required(`${field}.iqn`)]),
    ...invalidFor(`${field}.lun`, lun, rangeErrors(lun, 0, 255)),
    ...((chapAuthDiscovery || chapAuthSession) && !secretRef ? [required(`${field}.secretRef`)] : []),
    ...(initiatorName === undefined ? [] : validateQualifiedName(initiatorName, `${field}.initiatorname`)),
  ];
}

const FORMS = [
  ['iqn', /iqn\.\d{4}-\d{2}\.[a-zA-Z0-9.-]+:[^,;*&$|\s]+$/],
  ['eui', /^eui.[a-zA-Z0-9]{16}$/],
  ['naa', /^naa.[a-zA-Z0-9]{32}$/],
] as const;

function validateQualifiedName(name: string, field: string): FieldError[] {
  const form = FORMS.find(([prefix]) => name.startsWith(prefix));
  if (!form) return [invalid(field, name, 'must be valid format starting with iqn, eui, or naa')];
  return form[1].test(name) ? [] : [invalid(field, name, 'must be valid format')];
}
