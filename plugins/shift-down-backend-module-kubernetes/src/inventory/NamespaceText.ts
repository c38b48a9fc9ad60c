/** Free text about one namespace, made fit to be stored. */
import { redact, redactKnown } from '@shift-down/plugin-shift-down-policy';
import { containersOf, specOf } from '../kinds/workload/template';
import type { InventoryEntry } from './entry';
import { KnownValues } from './KnownValues';

/** Longer texts are cut before they are looked at, so that none takes long. */
const MAX_INPUT = 16 * 1024;
const MAX_REMEMBERED = 5_000;

// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** @internal */
export class NamespaceText {
  /** Reports repeat themselves a lot. */
  readonly #remembered = new Map<string, string>();

  private constructor(private readonly known: KnownValues) {}

  /** Learns what the manifests of a namespace hold in secret and in public places. */
  static of(namespace: string, entries: InventoryEntry[]): NamespaceText {
    const secret: string[] = [];
    const published = new Set<string>([namespace]);
    for (const { key, content } of entries) {
      published.add(key.kind).add(key.name);
      if (content?.type === 'workload') {
        secret.push(...content.secretValues);
        const { metadata } = content.manifest;
        Object.values(metadata.labels).forEach(label => published.add(label));
        containersOf(specOf(content.manifest)).forEach(({ container }) =>
          published.add(container.name).add(container.image),
        );
      }
    }
    return new NamespaceText(new KnownValues(secret, published));
  }

  clean(text: string): string {
    const remembered = this.#remembered.get(text);
    if (remembered !== undefined) {
      return remembered;
    }
    const bounded = text.length > MAX_INPUT ? cut(text) : text;
    const input = bounded.replace(UNPRINTABLE, '');
    const output = redact(redactKnown(input, this.known.in(input)));
    if (this.#remembered.size < MAX_REMEMBERED) {
      this.#remembered.set(text, output);
    }
    return output;
  }
}

/** At white space, for half a secret at the cut would go unrecognised. */
function cut(text: string): string {
  const head = text.slice(0, MAX_INPUT);
  const space = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\n'));
  return space > 0 ? head.slice(0, space) : head;
}
