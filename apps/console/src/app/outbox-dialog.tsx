/** Everything that waits to be sent, on demand. */
import { Button } from 'antd';
import { WaitingSteps } from '../form/waiting.js';
import type { Entry } from '../live/outbox.js';
import { PlainDialog } from '../live/plain-dialog.js';
import { liveTexts } from '../live/texts.js';
import { useWords } from '../words/language.js';

interface OutboxDialogProps {
  readonly open: boolean;
  readonly entries: readonly Entry[];
  readonly onClose: () => void;
}

export function OutboxDialog({ open, entries, onClose }: OutboxDialogProps) {
  const { t } = useWords(liveTexts);
  return (
    <PlainDialog open={open} title={t('outboxTitle')} className="outbox-dialog" onClose={onClose}>
      <p className="muted">{entries.length === 0 ? t('outboxNone') : t('outboxBody')}</p>
      <WaitingSteps entries={entries} named onLeave={onClose} />
      <div className="dialog-actions">
        <Button onClick={onClose}>{t('close')}</Button>
      </div>
    </PlainDialog>
  );
}
