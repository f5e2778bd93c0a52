import { labelMapCell } from '../../api/label-selector.ts';
import { podTemplates } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { PodTemplate } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { defaultTemplate, templateWarnings, validateTemplate } from '../pod-template-rules.ts';
import { containerCells } from '../table-cells.ts';

export const podTemplateResource = defineResource<PodTemplate>(podTemplates, {
  generation: (object, old) => !semanticEqual(object.template, old.template),
  default: (draft) => {
    draft.template = defaultTemplate(draft.template);
  },
  validate: (object) => validateTemplate(object.template, 'template'),
  warnings: (object, old) => templateWarnings(object.template, old?.template, 'template'),
  deleteReturnsObject: true,
  row: ({ metadata, template }) => [
    metadata.name,
    ...containerCells(template?.spec),
    labelMapCell(template?.metadata?.labels),
  ],
});
