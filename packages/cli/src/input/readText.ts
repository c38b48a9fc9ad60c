/** The text of a file or of standard input, bounded in size and known to be text. */
import { Buffer, isUtf8 } from 'node:buffer';
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs';
import { readingFailed } from './findFiles';

const STDIN = 0;
/** Binary files show it soon. */
const PROBED = 8_192;

/** @param maximum - bytes */
export function readText(
  path: string,
  maximum: number,
): { text: string } | { error: string } {
  let bytes: Buffer | undefined;
  try {
    bytes = path === '-' ? readStandardInput(maximum) : readFile(path, maximum);
  } catch (error) {
    return { error: readingFailed(error) };
  }
  return bytes
    ? decode(bytes)
    : {
        error: `Larger than ${Math.floor(
          maximum / 1024 / 1024,
        )} MiB: split it, or allow more with --max-file-size`,
      };
}

function readFile(path: string, maximum: number): Buffer | undefined {
  const descriptor = openSync(path, 'r');
  try {
    const stat = fstatSync(descriptor);
    return stat.size > maximum ? undefined : readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function readStandardInput(maximum: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(65_536);
    const length = readChunk(chunk);
    if (length === 0) {
      return Buffer.concat(chunks, size);
    }
    size += length;
    if (size > maximum) {
      return undefined;
    }
    chunks.push(chunk.subarray(0, length));
  }
}

function readChunk(chunk: Buffer): number {
  try {
    return readSync(STDIN, chunk);
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case 'EOF':
        return 0;
      case 'EAGAIN':
        // A terminal or a slow pipe that does not block: give it a moment.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
        return readChunk(chunk);
      default:
        throw error;
    }
  }
}

function decode(bytes: Buffer): { text: string } | { error: string } {
  const utf16 = utf16Encoding(bytes);
  if (utf16) {
    return { text: new TextDecoder(utf16).decode(bytes) };
  }
  if (bytes.subarray(0, PROBED).includes(0)) {
    return {
      error:
        bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04'
          ? 'A binary file. Is it a Terraform plan? Then check what `terraform show -json` makes of it'
          : 'A binary file, no text',
    };
  }
  if (!isUtf8(bytes)) {
    return { error: 'Not UTF-8, which Kubernetes asks of YAML and JSON' };
  }
  const text = bytes.toString('utf8');
  return { text: text.startsWith('\ufeff') ? text.slice(1) : text };
}

function utf16Encoding(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return 'utf-16le';
  }
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}
