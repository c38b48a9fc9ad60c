import type { ApiResponse } from '../ClusterConnection';

export async function readText({ body }: ApiResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

export const signal = () => new AbortController().signal;
