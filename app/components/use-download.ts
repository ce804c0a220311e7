import { useSubmission } from './use-submission.ts';

/**
 * Asks one of the app's routes for a file and lets the browser download it: the route answers with the address, which is
 * opened as a link is, so that the page stays and nothing of the file comes into its memory.
 * @param started what is said once the browser has it; null for nothing
 */
export function useDownload(route: string, started: string | null) {
  return useSubmission<{ url: string }>(route, ({ url }) => {
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = '';
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    return started;
  });
}
