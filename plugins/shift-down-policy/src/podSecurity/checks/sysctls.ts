/**
 * Baseline: of the kernel parameters only those that are known to concern the Pod alone may
 * be set. The list grew with the versions.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
 */
import type { Pod } from '../Pod';
import type { Breach, PodSecurityCheck, Refusal } from '../PodSecurityCheck';
import { refusal } from '../refusal';

const SAFE_1_0 = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_syncookies',
];
const SAFE_1_27 = [...SAFE_1_0, 'net.ipv4.ip_local_reserved_ports'];
const SAFE_1_29 = [
  ...SAFE_1_27,
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
];
const SAFE_1_32 = [...SAFE_1_29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];
const SAFE_1_37 = [
  ...SAFE_1_32,
  'net.ipv4.tcp_notsent_lowat',
  'net.ipv4.tcp_slow_start_after_idle',
];

function checkWith(safe: readonly string[]) {
  return (pod: Pod): Refusal | undefined => {
    const breaches: Breach[] = [];
    for (const sysctl of pod.securityContext?.objects('sysctls') ?? []) {
      const name = sysctl.text('name');
      if (!safe.includes(name)) {
        breaches.push({
          field: sysctl.path('name'),
          value: name,
          problem: `sysctl "${name}" must not be set`,
        });
      }
    }
    return refusal(breaches, 'forbidden sysctls', found =>
      found.map(({ value }) => value).join(', '),
    );
  };
}

export const sysctls: PodSecurityCheck = {
  id: 'sysctls',
  level: 'baseline',
  versions: [
    { since: 0, check: checkWith(SAFE_1_0) },
    { since: 27, check: checkWith(SAFE_1_27) },
    { since: 29, check: checkWith(SAFE_1_29) },
    { since: 32, check: checkWith(SAFE_1_32) },
    { since: 37, check: checkWith(SAFE_1_37) },
  ],
};
