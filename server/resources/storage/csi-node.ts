import { duplicate, type FieldError, invalid, required, tooLong } from '../../api/field-error.ts';
import { dns1123SubdomainErrors } from '../../api/names.ts';
import { csiNodes } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { CSINode, CSINodeDriver } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { invalidFor, nonNegative } from '../field-checks.ts';
import { age } from '../table-cells.ts';
import { validateEach } from '../validate-each.ts';

const MAX_NODE_ID = 256;

export const csiNodeResource = defineResource<CSINode>(csiNodes, {
  generation: 'none',
  validate: ({ spec }) => validateDrivers(spec?.drivers ?? [], 'spec.drivers'),
  validateUpdate: ({ spec }, old) => validateSameDrivers(spec?.drivers ?? [], old.spec?.drivers ?? []),
  deleteReturnsObject: true,
  row: (node, context) => [node.metadata.name, node.spec?.drivers?.length ?? 0, age(node, context)],
});

function validateDrivers(drivers: readonly CSINodeDriver[], field: string): FieldError[] {
  const names = new Set<string>();
  return validateEach(drivers, field, ({ name, nodeID, allocatable }, at) => {
    const errors = name
      ? invalidFor(`${at}.name`, name, dns1123SubdomainErrors(name.toLowerCase()))
      : [required(`${at}.name`)];
    if (!nodeID) errors.push(required(`${at}.nodeID`));
    else if (nodeID.length > MAX_NODE_ID) errors.push(tooLong(`${at}.nodeID`, MAX_NODE_ID));
    errors.push(...nonNegative(`${at}.allocatable.count`, allocatable?.count));
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    return errors;
  });
}

/** A driver that stays keeps what it said, but for how many volumes it can attach. */
function validateSameDrivers(drivers: readonly CSINodeDriver[], old: readonly CSINodeDriver[]): FieldError[] {
  return drivers.flatMap((driver) => {
    const known = old.find(({ name }) => name === driver.name);
    const isSame = !known || semanticEqual({ ...known, allocatable: driver.allocatable }, driver);
    return isSame ? [] : [invalid('CSINodeDriver', driver, 'field is immutable')];
  });
}
