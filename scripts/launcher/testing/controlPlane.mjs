/*
 * etcd, kube-apiserver and kube-controller-manager for the tests: found, or built by the
 * package `control-plane`, whose tool needs nothing installed.
 */
import { join } from 'node:path';
import { LauncherError, say, seconds } from '../console.mjs';
import { logsDir, root } from '../paths.mjs';
import { launch, tail } from '../processes.mjs';

const TOOL = join(root, 'packages', 'control-plane', 'tools', 'binaries.mjs');
const EXIT_CODE_WITHOUT_GO = 3;
const WORTH_A_LINE_MS = 10_000;

/** Names each program in a variable; undefined where they can't be had. */
export async function provideControlPlane() {
  const startedAt = Date.now();
  const log = join(logsDir, 'control-plane.log');
  const child = await launch(process.execPath, [TOOL], { output: 'pipe', log });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', chunk => {
    text += chunk;
  });
  const code = await child.finished;
  if (code === EXIT_CODE_WITHOUT_GO) {
    return undefined;
  }
  if (code !== 0) {
    throw new LauncherError(
      `etcd and the Kubernetes API server were not built:\n${await tail(log)}`,
    );
  }
  if (Date.now() - startedAt > WORTH_A_LINE_MS) {
    say(`(etcd and the API server were ready after ${seconds(startedAt)})`);
  }
  return variablesOf(JSON.parse(text));
}

/** `kube-apiserver` is named by TEST_ASSET_KUBE_APISERVER, as envtest has it. */
export function variablesOf(paths) {
  return Object.fromEntries(
    Object.entries(paths).map(([name, path]) => [
      `TEST_ASSET_${name.toUpperCase().replaceAll('-', '_')}`,
      path,
    ]),
  );
}
