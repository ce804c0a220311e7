import { Page, type PageProps } from '@shopify/polaris';
import { useEffect } from 'react';
import { useWords } from './words/WordsProvider.tsx';

/** A page of the app: its heading, its one primary action, and its title in the browser. */
export function Screen(props: PageProps & { title: string }) {
  const { app } = useWords();
  const { title } = props;
  useEffect(() => {
    document.title = `${title} · ${app}`;
  }, [title, app]);
  return <Page {...props} />;
}
