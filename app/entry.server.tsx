import { PassThrough } from 'node:stream';
import { createReadableStreamFromReadable, type EntryContext } from '@remix-run/node';
import { RemixServer } from '@remix-run/react';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import { loadLanguages } from './components/words/languages.ts';
import { errorMessage } from './runtime/errors.ts';
import { log } from './runtime/log.server.ts';
import { logFault } from './runtime/log-fault.server.ts';
import { shopifyLibrary } from './shopify/shopify-app.server.ts';

// The web process (server.ts) takes these from the built bundle, so that there is one copy of the library, the pools and the caches.
export { measure } from './ingress/health.server.ts';
export { answerShopperRequest, ingress } from './ingress/ingress.server.ts';
export { withRequestId } from './ingress/request-id.server.ts';
export { startWeb, stopWeb } from './pipeline.server.ts';
export { endAtOnce, endInWords, logConsole } from './runtime/log.server.ts';
export { logFault } from './runtime/log-fault.server.ts';

await loadLanguages();

const RENDER_TIMEOUT_MS = 10_000;

export default async function handleRequest(request: Request, status: number, headers: Headers, context: EntryContext): Promise<Response> {
  shopifyLibrary().addDocumentResponseHeaders(request, headers);
  // A crawler gets the whole page at once; a browser the shell first.
  const wait = isbot(request.headers.get('user-agent') ?? '') ? 'onAllReady' : 'onShellReady';
  return new Promise((resolve, reject) => {
    let answered = false;
    const { pipe, abort } = renderToPipeableStream(<RemixServer context={context} url={request.url} abortDelay={RENDER_TIMEOUT_MS} />, {
      [wait]: () => {
        answered = true;
        const body = new PassThrough();
        headers.set('Content-Type', 'text/html; charset=utf-8');
        resolve(new Response(createReadableStreamFromReadable(body), { headers, status }));
        pipe(body);
      },
      onShellError: reject,
      onError: (error: unknown) => {
        status = 500;
        if (answered) log.error({ reason: errorMessage(error) }, 'a page failed while it was sent');
      },
    });
    setTimeout(abort, RENDER_TIMEOUT_MS).unref();
  });
}

/** Errors of loaders, actions and of finding them. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted) return;
  logFault(error, request);
}
