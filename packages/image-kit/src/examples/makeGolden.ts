// Releases of the example's golden images: as images, as files in Git, as reports.
import { stringify } from 'yaml';
import { type Made, type MadeImage, makeImage, makeIndex } from '../images';
import { openVex } from '../statements';
import {
  type ExampleGoldenImage,
  type ExampleRelease,
  GOLDEN_IMAGES,
  PLATFORMS,
  REGISTRY,
} from './catalogue';

export interface MadeRelease {
  golden: ExampleGoldenImage;
  release: ExampleRelease;
  index: Made;
  /** By platform. */
  images: Map<string, MadeImage>;
}

/** Every release, by `image version`. */
export async function makeReleases(): Promise<Map<string, MadeRelease>> {
  const made = new Map<string, MadeRelease>();
  for (const golden of GOLDEN_IMAGES) {
    for (const release of golden.releases) {
      const base =
        release.base &&
        made.get(keyOf(release.base.image, release.base.version));
      const images = new Map<string, MadeImage>();
      for (const platform of PLATFORMS) {
        images.set(
          platform,
          await makeImage({
            platform,
            base: base?.images.get(platform),
            layers: release.layers.map(it => forPlatform(it, platform)),
            created: `${release.released}T06:00:00Z`,
            annotations: {
              'org.opencontainers.image.title': golden.title,
              'org.opencontainers.image.version': release.version,
            },
          }),
        );
      }
      made.set(keyOf(golden.name, release.version), {
        golden,
        release,
        images,
        index: makeIndex([...images.values()]),
      });
    }
  }
  return made;
}

export function keyOf(image: string, version: string): string {
  return `${image} ${version}`;
}

export function repositoryOf(golden: Pick<ExampleGoldenImage, 'name'>): string {
  return `golden/${golden.name}`;
}

/** The same layer for another processor has other content. */
export function forPlatform<
  T extends { files: Record<string, string | Buffer> },
>(layer: T, platform: string): T {
  return { ...layer, files: { ...layer.files, 'etc/platform': platform } };
}

/** Files below the folder of the golden images, by path. */
export function goldenFiles(
  releases: Map<string, MadeRelease>,
  trust: { platformKey: string },
): Map<string, string> {
  const files = new Map<string, string>();
  for (const golden of GOLDEN_IMAGES) {
    const own = [...releases.values()].filter(it => it.golden === golden);
    files.set(`${golden.name}.yaml`, declaration(golden, own, trust));
    for (const it of own) {
      files.set(reportPath(it), json(report(it)));
    }
    if (golden.vex) {
      const { path, advisory, impact } = golden.vex;
      files.set(
        path,
        json(
          openVex(
            'Platform team',
            [
              {
                vulnerability: advisory,
                status: 'not_affected',
                justification: 'vulnerable_code_not_present',
                impact,
                products: [
                  {
                    id: `pkg:oci/${
                      golden.name
                    }?repository_url=${REGISTRY}/${repositoryOf(golden)}`,
                    subcomponents: [golden.vex.package],
                  },
                ],
              },
            ],
            { timestamp: '2026-08-12T08:00:00Z' },
          ),
        ),
      );
    }
  }
  return files;
}

function declaration(
  golden: ExampleGoldenImage,
  releases: MadeRelease[],
  { platformKey }: { platformKey: string },
): string {
  const repository = `${REGISTRY}/${repositoryOf(golden)}`;
  return [
    `# ${golden.title}. Written by the script \`examples\` of packages/image-kit.`,
    stringify(
      {
        apiVersion: 'shift-down.io/v1alpha1',
        kind: 'GoldenImage',
        metadata: {
          name: golden.name,
          title: golden.title,
          description: golden.description,
        },
        spec: {
          owner: 'group:default/platform',
          repository,
          channels: golden.channels,
          releases: releases.map(it => ({
            version: it.release.version,
            channel: it.release.channel,
            released: it.release.released,
            supportedUntil: it.release.supportedUntil,
            digests: {
              index: it.index.descriptor.digest,
              ...Object.fromEntries(
                [...it.images].map(([platform, image]) => [
                  platform,
                  image.descriptor.digest,
                ]),
              ),
            },
            report: reportPath(it),
          })),
          retired: golden.retired,
          trust: {
            keys: { platform: platformKey },
            signatures: [
              {
                name: 'the platform team',
                repositories: [repository],
                signer: { key: 'platform' },
              },
            ],
            vexAuthors: golden.vex && [
              {
                name: 'the platform team, reviewed',
                author: 'Platform team',
                repositories: [repository],
                packages: [golden.vex.package],
                proof: 'git',
              },
            ],
          },
          vex: golden.vex && [golden.vex.path],
        },
      },
      { lineWidth: 0, singleQuote: true },
    ),
  ].join('\n');
}

function reportPath({ golden, release }: MadeRelease): string {
  return `reports/${golden.name}-${release.version}.trivy.json`;
}

/** As `trivy image --format json` writes it. */
function report({ golden, release, index, images }: MadeRelease): object {
  const repository = `${REGISTRY}/${repositoryOf(golden)}`;
  const os = golden.osVersion(release.version);
  const [layer] = images.get(PLATFORMS[0])?.layers ?? [];
  return {
    SchemaVersion: 2,
    Trivy: { Version: '0.69.3' },
    CreatedAt: '2026-11-20T02:00:00Z',
    ArtifactName: `${repository}:${release.version}`,
    ArtifactType: 'container_image',
    Metadata: {
      OS: { Family: 'debian', Name: os },
      RepoTags: [`${repository}:${release.version}`],
      RepoDigests: [`${repository}@${index.descriptor.digest}`],
      DiffIDs: images.get(PLATFORMS[0])?.layers.map(it => it.diffId),
    },
    Results: [
      {
        Target: `${repository}:${release.version} (debian ${os})`,
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: release.vulnerabilities.map(it => ({
          VulnerabilityID: it.advisory,
          PkgName: it.package,
          PkgIdentifier: {
            PURL: `pkg:deb/debian/${it.package}@${encodeURIComponent(
              it.installed.replace(/^\d+:/, ''),
            )}?arch=amd64&distro=debian-${os}`,
          },
          InstalledVersion: it.installed,
          FixedVersion: it.fixed,
          Severity: it.severity,
          Title: it.title,
          PrimaryURL: `https://avd.aquasec.com/nvd/${it.advisory.toLowerCase()}`,
          Layer: { DiffID: layer?.diffId },
        })),
      },
    ],
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
