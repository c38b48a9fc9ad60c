// Writes the example's images, golden images and trust into a folder.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type LayoutEntry, writeLayout } from '../images';
import { createSigstore, signImage, signWithKey } from '../signing';
import { goldenFiles, makeReleases, repositoryOf } from './makeGolden';
import { makeServices } from './makeServices';

/**
 * Private keys live as long as this call: what is signed stays as it is written, and
 * nobody can sign anything else with them.
 */
export async function generate(folder: string): Promise<void> {
  const sigstore = await createSigstore();
  const platform = signWithKey();
  const releases = await makeReleases();
  const entries: LayoutEntry[] = [];
  for (const { golden, release, index } of releases.values()) {
    entries.push(
      { made: index, name: `${repositoryOf(golden)}:${release.version}` },
      { made: await signImage(index.descriptor, platform) },
    );
  }
  entries.push(...(await makeServices(releases, { sigstore, platform })));
  await writeLayout(join(folder, 'layout'), entries);

  await rm(join(folder, 'golden'), { recursive: true, force: true });
  const files = new Map([
    ...[...goldenFiles(releases, { platformKey: platform.publicKey })].map(
      ([path, text]): [string, string] => [join('golden', path), text],
    ),
    ['trust/platform.pub', platform.publicKey],
    [
      'trust/trusted-root.json',
      `${JSON.stringify(sigstore.trustedRoot, null, 2)}\n`,
    ],
  ]);
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
