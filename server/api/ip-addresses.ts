/** Labels of IPAddress objects, and who writes those of Services (KEP-1880). */
export const IS_MANAGED_BY = 'ipaddress.kubernetes.io/managed-by';
export const OF_FAMILY = 'ipaddress.kubernetes.io/ip-family';
export const MANAGER_OF_ADDRESSES = 'ipallocator.k8s.io';
