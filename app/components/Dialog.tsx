import { Modal, TitleBar } from '@shopify/app-bridge-react';
import type { ReactNode } from 'react';
import { useWords } from './words/WordsProvider.tsx';

interface DialogProps {
  id: string;
  open: boolean;
  title: string;
  /** What the one button that does something says. */
  confirm: string;
  critical?: boolean;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A question before something is done that reaches the store. Closing it is always the way out. */
export function Dialog({ id, open, title, confirm, critical = false, busy = false, onConfirm, onClose, children }: DialogProps) {
  const words = useWords();
  return (
    <Modal id={id} open={open} onHide={onClose}>
      <div className="rg-modal">{children}</div>
      <TitleBar title={title}>
        <button variant="primary" tone={critical ? 'critical' : undefined} disabled={busy} onClick={onConfirm}>{confirm}</button>
        <button onClick={onClose}>{words.cancel}</button>
      </TitleBar>
    </Modal>
  );
}
