/** The browser's own dialog: it keeps the focus, hears Escape, and needs no style that our policy forbids. */
import { useEffect, useId, useRef, type ReactNode } from 'react';

interface PlainDialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly className?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function PlainDialog({ open, title, className = '', onClose, children }: PlainDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    else if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className={`dialog ${className}`} onClose={onClose} aria-labelledby={heading}>
      {open && (
        <>
          <h2 id={heading}>{title}</h2>
          {children}
        </>
      )}
    </dialog>
  );
}
