import { badRequest } from '../../api/errors.ts';
import { selfSubjectRulesReviews } from '../../api/resource-types.gen.ts';
import type { PolicyRule, SelfSubjectRulesReview, SubjectRulesReviewStatus, UserInfo } from '../../api/types.gen.ts';
import { defineResource, type ObjectReader } from '../../registry/define-resource.ts';
import { grantsOf, isSuperuser } from './rbac.ts';

const EVERYTHING: PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** What may I do? The answer has no spec, as Kubernetes' has none. */
export const selfSubjectRulesReviewResource = defineResource<SelfSubjectRulesReview>(selfSubjectRulesReviews, {
  virtual: {
    create({ spec }, { user, objects }) {
      if (!spec.namespace) throw badRequest('no namespace on request');
      return {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectRulesReview',
        metadata: {} as SelfSubjectRulesReview['metadata'],
        spec: {},
        status: statusOf(user, spec.namespace, objects),
      };
    },
  },
});

function statusOf(user: UserInfo, namespace: string, objects: ObjectReader): SubjectRulesReviewStatus {
  const rules = isSuperuser(user) ? [...EVERYTHING] : [];
  for (const { rule } of grantsOf(user, namespace, objects)) rules.push(rule);
  return {
    resourceRules: rules.filter((rule) => rule.resources?.length).map(resourceRule),
    nonResourceRules: rules.filter((rule) => rule.nonResourceURLs?.length).map(pathRule),
    incomplete: false,
  };
}

function resourceRule({ verbs, apiGroups, resources, resourceNames }: PolicyRule) {
  return { verbs: verbs ?? [], apiGroups, resources, ...(resourceNames?.length && { resourceNames }) };
}

function pathRule({ verbs, nonResourceURLs }: PolicyRule) {
  return { verbs: verbs ?? [], nonResourceURLs };
}
