/** Staged uploads, received as Google Cloud Storage receives them: a multipart form with the file last. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { HttpAnswer } from './faults.ts';
import { readForm } from './multipart.ts';
import type { StagedTarget, StagedUploads } from './services.ts';
import type { Signer } from './signatures.ts';

/** 100 MB, Shopify's limit for a file of bulk mutation variables. */
const mostUploadBytes = 100 * 1024 * 1024;
export const uploadPath = '/standin/uploads';

export interface UploadRequest {
  headers: Record<string, string | string[] | undefined>;
  stream: Readable;
}

export class Uploads implements StagedUploads {
  readonly #directory: string;
  readonly #signer: Signer;
  readonly #shopId: number;

  constructor(options: { directory: string; signer: Signer; shopId: number }) {
    this.#directory = options.directory;
    this.#signer = options.signer;
    this.#shopId = options.shopId;
    mkdirSync(options.directory, { recursive: true });
  }

  create({ filename, mimeType, publicUrl }: { filename: string; mimeType: string; publicUrl: string }): StagedTarget {
    const safe = filename.replace(/[^\w.-]/g, '_').slice(0, 100) || 'bulk_op_vars';
    const key = `tmp/${this.#shopId}/bulk/${randomUUID()}/${safe}`;
    const parameters = [
      { name: 'Content-Type', value: mimeType },
      { name: 'success_action_status', value: '201' },
      { name: 'acl', value: 'private' },
      { name: 'key', value: key },
      { name: 'x-goog-algorithm', value: 'GOOG4-HMAC-SHA256' },
      { name: 'policy', value: Buffer.from(JSON.stringify({ conditions: [['eq', '$key', key]] })).toString('base64') },
      { name: 'x-goog-signature', value: this.#signer.sign(`upload ${key}`) },
    ];
    return { url: `${publicUrl}${uploadPath}`, resourceUrl: null, parameters };
  }

  /** The uploaded file of a key (`stagedUploadPath`); null when none has come. */
  file(key: string): string | null {
    const id = uploadId(key);
    const path = id === null ? null : this.#pathOf(id);
    return path !== null && existsSync(path) ? path : null;
  }

  /** Receives one form. The file goes to disk as it comes, and counts as uploaded once it is there whole. */
  async accept({ headers, stream }: UploadRequest): Promise<HttpAnswer> {
    const contentType = headers['content-type'];
    const boundary = /^multipart\/form-data;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(typeof contentType === 'string' ? contentType : '');
    const marker = boundary?.[1] ?? boundary?.[2];
    if (marker === undefined) return failure(400, 'MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.');
    const partial = join(this.#directory, `${randomUUID()}.partial`);
    try {
      const handle = await open(partial, 'w');
      let fields: Map<string, string> | null;
      let bytes = 0;
      try {
        fields = await readForm(stream, marker, async (piece) => {
          bytes += piece.length;
          if (bytes <= mostUploadBytes) await handle.write(piece);
        });
      } finally {
        await handle.close();
      }
      if (fields === null) return failure(400, 'MalformedPOSTRequest', 'The form has no file, or ends before it does.');
      if (bytes > mostUploadBytes) return failure(400, 'EntityTooLarge', 'Your proposed upload is larger than the maximum object size specified in your Policy Document.');
      return this.#keep(partial, fields);
    } finally {
      rmSync(partial, { force: true });
    }
  }

  #keep(partial: string, fields: Map<string, string>): HttpAnswer {
    const key = fields.get('key') ?? '';
    const id = uploadId(key);
    if (id === null) return failure(400, 'InvalidArgument', 'The form lacks the parameter key of its staged target.');
    if (!this.#signer.verify(`upload ${key}`, fields.get('x-goog-signature') ?? '')) {
      return failure(403, 'SignatureDoesNotMatch', 'The parameters of the staged target are missing or were changed: send all of them, before the file.');
    }
    renameSync(partial, this.#pathOf(id));
    const body = `<?xml version='1.0' encoding='UTF-8'?><PostResponse><Bucket>standin-uploads</Bucket><Key>${key}</Key></PostResponse>`;
    return { status: 201, headers: { 'content-type': 'text/xml; charset=UTF-8' }, body };
  }

  #pathOf(id: string): string {
    return join(this.#directory, `${id}.jsonl`);
  }
}

function uploadId(key: string): string | null {
  return /^tmp\/\d+\/bulk\/([0-9a-f-]{36})\/[\w.-]+$/.exec(key)?.[1] ?? null;
}

function failure(status: number, code: string, message: string): HttpAnswer {
  const body = `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml; charset=UTF-8' }, body };
}
