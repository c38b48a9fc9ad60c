/** One provider for each sort of place that config allows. */
import { InputError, NotFoundError } from '@backstage/errors';
import {
  DefaultGithubCredentialsProvider,
  DefaultGitlabCredentialsProvider,
  getGiteaRequestOptions,
  ScmIntegrations,
} from '@backstage/integration';
import type {
  PullRequestOptions,
  PullRequestProvider,
} from '@shift-down/plugin-shift-down-node';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  normalUrl,
  placeOf,
  type GitConfig,
  type RepositoryPlace,
} from './config';
import { HostedPullRequests, type OpenRepository } from './HostedPullRequests';
import { GiteaHost } from './hosts/GiteaHost';
import { GithubHost } from './hosts/GithubHost';
import { GitlabHost } from './hosts/GitlabHost';
import { GitRepositoryHost } from './hosts/GitRepositoryHost';
import { openGitServer } from './hosts/GitServer';
import { RestClient } from './hosts/RestClient';

type PlaceOf<Type extends RepositoryPlace['type']> = Extract<
  RepositoryPlace,
  { type: Type }
>;

/** @throws InputError if a place has no entry under `integrations` that it needs. */
export function createProviders(
  config: GitConfig,
  integrations: ScmIntegrations,
): PullRequestProvider[] {
  const { author } = config;
  const provider = <Type extends RepositoryPlace['type']>(
    type: Type,
    prepare: (
      place: PlaceOf<Type>,
    ) => (
      request: { url: string; path: string } & PullRequestOptions,
    ) => ReturnType<OpenRepository>,
  ): PullRequestProvider[] => {
    const places = config.repositories
      .filter((it): it is PlaceOf<Type> => it.type === type)
      .map(place => ({ place, open: prepare(place) }));
    if (places.length === 0) {
      return [];
    }
    // A longer prefix of another sort goes before a shorter one of this.
    const find = (repositoryUrl: string) => {
      const best = placeOf(config.repositories, repositoryUrl);
      return places.find(({ place }) => place === best);
    };
    return [
      new HostedPullRequests({
        id: type,
        author,
        covers: repositoryUrl => find(repositoryUrl) !== undefined,
        open: async (repositoryUrl, options) => {
          const found = find(repositoryUrl);
          const url = normalUrl(repositoryUrl);
          if (!found || url === undefined) {
            throw new NotFoundError(
              `${repositoryUrl} is in no configured place`,
            );
          }
          const path = new URL(url).pathname.slice(1);
          return await found.open({ url, path, ...options });
        },
      }),
    ];
  };

  return [
    ...provider('github', ({ url: placeUrl }) => {
      const { apiBaseUrl } = needed(
        integrations.github.byUrl(placeUrl),
        placeUrl,
      ).config;
      const credentials =
        DefaultGithubCredentialsProvider.fromIntegrations(integrations);
      return async ({ url, path, signal }) => {
        const { headers = {} } = await credentials.getCredentials({ url });
        return {
          host: new GithubHost({
            client: new RestClient({
              baseUrl: apiBaseUrl ?? 'https://api.github.com',
              headers: {
                ...headers,
                'x-github-api-version': '2022-11-28',
              },
              signal,
            }),
            project: path,
            webUrl: url,
            author,
          }),
        };
      };
    }),
    ...provider('gitlab', ({ url: placeUrl }) => {
      const { apiBaseUrl, baseUrl } = needed(
        integrations.gitlab.byUrl(placeUrl),
        placeUrl,
      ).config;
      const credentials =
        DefaultGitlabCredentialsProvider.fromIntegrations(integrations);
      return async ({ url, signal }) => {
        const { headers = {} } = await credentials.getCredentials({ url });
        return {
          host: new GitlabHost({
            client: new RestClient({ baseUrl: apiBaseUrl, headers, signal }),
            project: belowOf(url, baseUrl),
            webUrl: url,
            author,
          }),
        };
      };
    }),
    ...provider('gitea', ({ url: placeUrl }) => {
      const integration = needed(integrations.gitea.byUrl(placeUrl), placeUrl);
      const baseUrl = integration.config.baseUrl ?? new URL(placeUrl).origin;
      return async ({ url, signal }) => ({
        host: new GiteaHost({
          client: new RestClient({
            baseUrl: `${baseUrl}/api/v1`,
            headers: { ...getGiteaRequestOptions(integration.config).headers },
            signal,
          }),
          project: belowOf(url, baseUrl),
          webUrl: url,
          author,
        }),
      });
    }),
    ...provider(
      'git',
      ({ username, password }) =>
        async ({ url, signal }) =>
          await openGitServer({
            url,
            ...(username !== undefined && { username }),
            ...(password !== undefined && { password }),
            author,
            signal,
          }),
    ),
    ...provider('folder', place => async ({ url }) => {
      const below = url.slice((normalUrl(place.url) ?? '').length);
      return {
        host: new GitRepositoryHost({
          gitdir: await bareRepository(join(place.path, below), url),
          webUrl: url,
          author,
        }),
      };
    }),
  ];
}

function needed<T>(integration: T | undefined, url: string): T {
  if (integration === undefined) {
    throw new InputError(
      `shiftDown.git.repositories allows ${url}, but integrations in the configuration has no entry for its host`,
    );
  }
  return integration;
}

function belowOf(url: string, baseUrl: string): string {
  return url.slice(baseUrl.replace(/\/+$/, '').length + 1);
}

/** With or without `.git`, as Git itself finds it. */
async function bareRepository(folder: string, url: string): Promise<string> {
  for (const path of [folder, `${folder}.git`]) {
    const found = await stat(join(path, 'HEAD')).catch(() => undefined);
    if (found?.isFile()) {
      return path;
    }
  }
  throw new NotFoundError(
    `There is no bare repository for ${url}. Correct the address, or path in shiftDown.git.repositories`,
  );
}
