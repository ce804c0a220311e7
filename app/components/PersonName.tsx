import { Link } from '@remix-run/react';
import { useWords } from './words/WordsProvider.tsx';

interface PersonNameProps {
  id: string;
  name: string | null;
  email?: string | null;
  linked?: boolean;
  /** Without the line below. */
  brief?: boolean;
}

/** A customer's name as it is, in its own direction of writing; without one, their e-mail or that there is none. */
export function PersonName({ id, name, email, linked = false, brief = false }: PersonNameProps) {
  const words = useWords();
  const shown = name ?? email ?? null;
  const text = shown === null ? (brief ? words.customerNumber(id) : words.noName) : <bdi dir="auto">{shown}</bdi>;
  const below = name === null ? (shown === null ? words.customerNumber(id) : null) : email ?? null;
  return (
    <>
      {linked ? <Link to={`/app/customers/${id}`} prefetch="none">{text}</Link> : text}
      {below === null || brief ? null : <small dir="auto">{below}</small>}
    </>
  );
}
