import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type {
  GoldenImageDetail,
  ShiftDownClient,
} from '@shift-down/plugin-shift-down-common/client';
import {
  bumpRepository,
  bumpText,
  parseImageReference,
  type DockerfileBump,
} from '@shift-down/plugin-shift-down-policy';
import { asked, createClient, type ClientServices } from '../createClient';
import {
  readDockerfiles,
  writeFiles,
  type WorkspaceFile,
} from '../dockerfiles';
import { examples } from './bumpImage.examples';

type Release = GoldenImageDetail['releaseList'][number];

/**
 * `shift-down:image:bump`: moves the Dockerfiles of the workspace to another release of a
 * golden image.
 * @public
 */
export function createBumpImageAction(services: ClientServices) {
  return createTemplateAction({
    id: 'shift-down:image:bump',
    description:
      'Moves the Dockerfiles of the workspace to another release of a golden image',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        image: z => z.string({ description: 'Name of the golden image' }),
        to: z =>
          z
            .string({
              description:
                'Release to move to; the newest of the channel if not given',
            })
            .optional(),
        paths: z =>
          z
            .array(z.string(), {
              description: 'Patterns of files; every Dockerfile if not given',
            })
            .optional(),
        buildArguments: z =>
          z
            .record(z.string(), {
              description: 'What the build is given with --build-arg',
            })
            .optional(),
      },
      output: {
        version: z => z.string({ description: 'Release that was moved to' }),
        changedFiles: z => z.array(z.string()),
        problems: z =>
          z.array(z.string(), {
            description: 'What could not be moved safely, each with its place',
          }),
        title: z => z.string({ description: 'For a pull request' }),
        text: z =>
          z.string({
            description: 'Markdown: what changes, in vulnerabilities as well',
          }),
      },
    },
    async handler(ctx) {
      const { buildArguments = {}, image, paths, to } = ctx.input;
      const client = createClient(
        services,
        await ctx.getInitiatorCredentials(),
      );
      const golden = await asked(client.getGoldenImage(image));
      const files = await readDockerfiles(ctx.workspacePath, paths);
      const used = golden.releaseList.filter(release =>
        uses(files, golden, release),
      );
      const target = findTarget(golden, used, to);
      const left = used.filter(it => it !== target);
      const bump = bumpRepository(files, {
        repository: golden.repository,
        to: targetOf(target),
        from: marksOf(left),
        buildArguments,
      });
      const text = bumpText({
        image: golden.title ?? golden.name,
        version: target.version,
        changes: bump.changes,
        problems: bump.problems,
        advice: await adviceOf(client, image, left, target.version),
      });
      bump.problems.forEach(it => ctx.logger.warn(it));
      bump.changes.forEach(({ path, from, to: next }) =>
        ctx.logger.info(`${path}: ${from} → ${next}`),
      );
      if (!ctx.isDryRun) {
        await writeFiles(ctx.workspacePath, bump.files);
      }
      ctx.output('version', target.version);
      ctx.output(
        'changedFiles',
        bump.files.map(({ path }) => path),
      );
      ctx.output('problems', bump.problems);
      ctx.output('title', text.title);
      ctx.output('text', text.body);
    },
  });
}

function uses(
  files: readonly WorkspaceFile[],
  { repository }: GoldenImageDetail,
  release: Release,
): boolean {
  const { changes, problems } = bumpRepository(files, {
    repository,
    // Any other release shows whether this one is used.
    to: { version: '-', digest: `sha256:${'0'.repeat(64)}` },
    from: marksOf([release]),
  });
  return changes.length + problems.length > 0;
}

function findTarget(
  golden: GoldenImageDetail,
  used: readonly Release[],
  to: string | undefined,
): Release {
  const channel = used[0]?.channel;
  const version =
    to ??
    golden.newest?.find(it => channel === undefined || it.channel === channel)
      ?.version;
  const target = golden.releaseList.find(it => it.version === version);
  if (!target) {
    throw new InputError(
      version === undefined
        ? `There is no release of ${golden.name} to move to. Name one`
        : `There is no release ${version} of ${
            golden.name
          }. It has ${golden.releaseList.map(it => it.version).join(', ')}`,
    );
  }
  return target;
}

/** @throws InputError while the digest is not known: a tag alone can move. */
function targetOf(release: Release): DockerfileBump['to'] {
  const { digest, tag } = parseImageReference(
    (release.fromLine ?? '').replace(/^FROM /, ''),
  );
  if (digest === undefined) {
    throw new InputError(
      `The digest of release ${release.version} is not known yet. Declare it, or configure its registry`,
    );
  }
  return {
    version: release.version,
    digest,
    ...(tag !== undefined && { tag }),
  };
}

function marksOf(releases: readonly Release[]): DockerfileBump['from'] {
  return {
    tags: releases.map(
      it =>
        parseImageReference((it.fromLine ?? '').replace(/^FROM /, '')).tag ??
        it.version,
    ),
    digests: releases.flatMap(it => Object.values(it.digests)),
  };
}

async function adviceOf(
  client: ShiftDownClient,
  image: string,
  left: readonly Release[],
  to: string,
) {
  return await Promise.all(
    left.map(async ({ version }) => {
      const advice = await asked(
        client.getUpgradeAdvice(image, { from: version, to }),
      );
      return { removes: [], leaves: [], adds: [], ...advice };
    }),
  );
}
