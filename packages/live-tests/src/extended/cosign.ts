/** The real cosign, with a key of its own and no service on the network. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** `bundle`: as cosign 3 does by itself; `legacy`: under tags, as before. */
export type Format = 'bundle' | 'legacy';

export class Cosign {
  private constructor(
    private readonly program: string,
    private readonly folder: string,
    /** PEM */
    readonly publicKey: string,
  ) {}

  /** Finds or builds the program, and makes a key. */
  static async create(): Promise<Cosign> {
    const { stdout } = await run(process.execPath, [
      require.resolve('../../tools/cosign.mjs'),
    ]);
    const program = stdout.trim();
    const folder = await mkdtemp(join(tmpdir(), 'shift-down-cosign-'));
    await invoke(program, folder, ['generate-key-pair']);
    const publicKey = await readFile(join(folder, 'cosign.pub'), 'utf8');
    return new Cosign(program, folder, publicKey);
  }

  sign(reference: string, format: Format): Promise<void> {
    return this.#invoke(['sign'], reference, format);
  }

  /** @param type - A name that cosign knows, such as `slsaprovenance1`. */
  async attest(
    reference: string,
    type: string,
    predicate: object,
    format: Format,
  ): Promise<void> {
    const file = join(this.folder, 'predicate.json');
    await writeFile(file, JSON.stringify(predicate));
    await this.#invoke(
      ['attest', '--type', type, '--predicate', file],
      reference,
      format,
    );
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }

  #invoke(command: string[], reference: string, format: Format): Promise<void> {
    return invoke(this.program, this.folder, [
      ...command,
      '--yes',
      ...['--key', 'cosign.key'],
      '--allow-http-registry',
      // No list of services and no log: nothing outside of this machine is asked.
      '--use-signing-config=false',
      '--tlog-upload=false',
      `--new-bundle-format=${format === 'bundle'}`,
      reference,
    ]);
  }
}

async function invoke(
  program: string,
  folder: string,
  args: string[],
): Promise<void> {
  await run(program, args, {
    cwd: folder,
    env: { COSIGN_PASSWORD: 'none', HOME: folder },
    timeout: 60_000,
  });
}
