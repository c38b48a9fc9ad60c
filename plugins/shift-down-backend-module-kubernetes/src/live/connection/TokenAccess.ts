/** Another token for the same server: what else the cluster's own credential is, is left out. */
import type { Access, AccessProvider } from './access';
import { bearer, readCredentialFile } from './files';

/** A token as it is, or a file that holds it and may rotate. @internal */
export type TokenOptions = { value: string } | { file: string };

/** @internal */
export class TokenAccess implements AccessProvider {
  constructor(
    private readonly cluster: AccessProvider,
    private readonly token: TokenOptions,
  ) {}

  async access(signal: AbortSignal): Promise<Access> {
    const { server, tls, proxyUrl } = await this.cluster.access(signal);
    const { ca, serverName, skipVerify, trust } = tls;
    return {
      server,
      headers: { authorization: await this.#authorization() },
      tls: { ca, serverName, skipVerify, trust },
      proxyUrl,
    };
  }

  invalidate(): void {
    this.cluster.invalidate();
  }

  close(): void {
    this.cluster.close();
  }

  async #authorization(): Promise<string> {
    return 'file' in this.token
      ? bearer(
          await readCredentialFile(this.token.file, 'token'),
          `the file ${this.token.file}`,
        )
      : bearer(this.token.value, 'the configuration');
  }
}
