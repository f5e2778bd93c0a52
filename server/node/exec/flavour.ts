/** What kind of system an image is built on, as far as its name tells: it shows in shells, prompts and messages. */
export interface Flavour {
  readonly system: 'debian' | 'alpine' | 'busybox' | 'redhat' | 'bare';
  /** What `sh` is. `bash` stands for itself. */
  readonly sh: 'dash' | 'ash' | 'bash';
  readonly hasBash: boolean;
  readonly nslookup: 'bind' | 'busybox' | 'old-busybox';
}

const DEBIAN: Flavour = { system: 'debian', sh: 'dash', hasBash: true, nslookup: 'bind' };
const ALPINE: Flavour = { system: 'alpine', sh: 'ash', hasBash: false, nslookup: 'busybox' };
const BUSYBOX: Flavour = { system: 'busybox', sh: 'ash', hasBash: false, nslookup: 'busybox' };
const REDHAT: Flavour = { system: 'redhat', sh: 'bash', hasBash: true, nslookup: 'bind' };
/** No shell and no tools: only the program itself. */
const BARE: Flavour = { ...DEBIAN, system: 'bare', hasBash: false };

/** Busybox up to 1.28 prints what nslookup finds in a form of its own, with names for the addresses. */
const LAST_OLD_BUSYBOX = [1, 28] as const;

export function flavourOf(image: string): Flavour {
  const [, path = image, tag = ''] = /^(.*?)(?::([^/:@]+))?(?:@.*)?$/.exec(image.toLowerCase()) ?? [];
  const name = path.replace(/^.*\//, '');
  if (/distroless|(^|[-/])scratch|(^|[-/])pause$|(^|[-/])coredns$|\/kube-|\/etcd$/.test(path)) return BARE;
  if (/busybox/.test(name)) return { ...BUSYBOX, nslookup: isOldBusybox(tag) ? 'old-busybox' : 'busybox' };
  if (/^agnhost/.test(name)) return { ...ALPINE, nslookup: 'bind' };
  if (/alpine/.test(name) || /alpine/.test(tag)) return ALPINE;
  return /centos|rocky|fedora|redhat|ubi\d|(^|\/)ubi|almalinux|amazonlinux|oraclelinux/.test(path) ? REDHAT : DEBIAN;
}

function isOldBusybox(tag: string): boolean {
  const [, major = '', minor = ''] = /^(\d+)\.(\d+)/.exec(tag) ?? [];
  if (major === '') return false;
  return Number(major) < LAST_OLD_BUSYBOX[0] || (Number(major) === 1 && Number(minor) <= LAST_OLD_BUSYBOX[1]);
}
