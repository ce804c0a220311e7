import { useCallback, useState } from 'react';

/** A product's picture, or its empty place where there is none or it does not load. */
export function ProductPicture({ address }: { address: string | null }) {
  const [missing, setMissing] = useState(false);
  // It may have failed before React took the page over, and then no event comes.
  const look = useCallback((image: HTMLImageElement | null) => {
    if (image !== null && image.complete && image.naturalWidth === 0) setMissing(true);
  }, []);
  if (address === null || missing) return <span className="rg-no-picture" />;
  return <img ref={look} src={address} alt="" width="40" height="40" onError={() => setMissing(true)} />;
}
