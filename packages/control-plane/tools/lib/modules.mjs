// The Go modules in this folder, and the programs that each of them pins.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const toolsDir = fileURLToPath(new URL('../', import.meta.url));

/** One module each, as the versions that Kubernetes and etcd need clash. */
export const MODULES = [
  { folder: 'etcd', packages: { etcd: 'go.etcd.io/etcd/server/v3' } },
  {
    folder: 'kubernetes',
    // What /version answers; a build from a module would not know it.
    versioned: {
      module: 'k8s.io/kubernetes',
      variable: 'k8s.io/component-base/version',
    },
    packages: {
      'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
      'kube-controller-manager':
        'k8s.io/kubernetes/cmd/kube-controller-manager',
      kubectl: 'k8s.io/kubernetes/cmd/kubectl',
    },
  },
];

/** Built only where it is asked for, as it takes long: see `../kyverno.mjs`. */
export const KYVERNO_MODULES = [
  {
    folder: 'kyverno',
    packages: {
      kyverno: 'github.com/kyverno/kyverno/cmd/kyverno',
      'reports-controller': 'github.com/kyverno/kyverno/cmd/reports-controller',
      'background-controller':
        'github.com/kyverno/kyverno/cmd/background-controller',
    },
  },
];

export const BINARIES = MODULES.flatMap(({ packages }) =>
  Object.keys(packages),
);

/** Flags for the linker: no symbols, and the version where a program must be told. */
export async function linkerFlags({ folder, versioned }) {
  if (!versioned) {
    return '-s -w';
  }
  const text = await readFile(join(toolsDir, folder, 'go.mod'), 'utf8');
  const pinned = new RegExp(
    `^\\s*${versioned.module} (v(\\d+)\\.(\\d+)\\S*)`,
    'm',
  );
  const [, version, major, minor] = pinned.exec(text) ?? [];
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor };
  return [
    '-s -w',
    ...Object.entries(values).map(
      ([name, value]) => `-X ${versioned.variable}.${name}=${value}`,
    ),
  ].join(' ');
}

/** Names a build: changes with the pinned versions, the platform and Go itself. */
export async function buildKey(goVersion, modules = MODULES) {
  const hash = createHash('sha256').update(
    `${process.platform} ${process.arch} ${goVersion}`,
  );
  for (const module of modules) {
    const { folder } = module;
    hash.update(await linkerFlags(module));
    for (const file of ['go.mod', 'go.sum']) {
      hash.update(await readFile(join(toolsDir, folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
