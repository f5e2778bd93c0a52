/** These cannot be deleted. */
export const IMMORTAL_NAMESPACES: readonly string[] = ['default', 'kube-system', 'kube-public'];

/** These are in every cluster. */
export const SYSTEM_NAMESPACES: readonly string[] = [...IMMORTAL_NAMESPACES, 'kube-node-lease'];
