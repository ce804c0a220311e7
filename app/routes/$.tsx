import { json } from '@remix-run/node';
import { FrameError } from '../components/FrameError.tsx';

/** Whatever no other route answers: a typing error, a link of yesterday, a scanner. An answer like any other, so that nobody logs it as a fault. */
export function loader() {
  return json(null, { status: 404 });
}

export const action = loader;

export default function Nothing() {
  return <FrameError why="missing" />;
}
