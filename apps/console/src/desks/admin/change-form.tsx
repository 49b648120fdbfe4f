/** A change that is previewed before it is made: its fields, what it would do to open cases, then the one button that makes it. */
import { Alert, Button } from 'antd';
import { useId, type FormEvent, type ReactNode } from 'react';
import type { Schema } from '../../api/types.js';
import { DraftKept } from '../../form/draft-words.js';
import { OtherDrafts } from '../../form/other-drafts.js';
import type { KeptForm } from '../../form/use-kept-form.js';
import { useWords } from '../../words/language.js';
import { errorsOf } from './api.js';
import { ForetoldPart } from './foretold.js';
import { SendingFault } from './sending-fault.js';
import { adminTexts } from './texts.js';
import { usePreview } from './use-preview.js';
import { useSending } from './use-sending.js';

interface ChangeFormProps {
  readonly title: string;
  readonly form: Pick<KeptForm<object>, 'hasRoom' | 'isKept' | 'commandId' | 'renew' | 'drop' | 'life'>;
  /** What is previewed is what is sent, to the letter. */
  readonly body: object;
  readonly previewAt: string;
  /** Where it is sent, on which revision, with what the preview need not be told. */
  readonly to: { readonly path: string; readonly revision?: number; readonly beside?: object };
  /** The words of the button that makes it. */
  readonly give: string;
  readonly onDone: () => void;
  readonly onCancel?: () => void;
  /** @param errors what is wrong with a field, by pointer */
  readonly children: (errors: ReadonlyMap<string, string>) => ReactNode;
}

/** These drafts are told by when they were written. */
const UNTOLD: Schema = {};

export function ChangeForm(props: ChangeFormProps) {
  const { title, form, body, previewAt, to, give, onDone, onCancel, children } = props;
  const { t } = useWords(adminTexts);
  const id = useId();
  const preview = usePreview();
  const sending = useSending(form);
  const problem = sending.problem ?? preview.problem;
  const isReady = preview.foretold !== undefined && !preview.isOld(body);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isReady) {
      sending.clear();
      return preview.look(previewAt, body);
    }
    if (!(await sending.send(to.path, { ...to.beside, ...body }, to.revision))) return;
    form.drop();
    onDone();
  };
  const drop = (): void => {
    form.drop();
    preview.clear();
    sending.clear();
  };
  return (
    <form className="panel step-form" onSubmit={(event) => void submit(event)} aria-labelledby={id} noValidate>
      <h2 id={id}>{title}</h2>
      <OtherDrafts others={form.life} form={UNTOLD} />
      {children(errorsOf(problem))}
      <SendingFault problem={problem} lost={sending.lost || preview.lost} />
      {preview.foretold &&
        (isReady ? (
          <ForetoldPart foretold={preview.foretold} />
        ) : (
          <Alert type="info" showIcon title={t('previewAgain')} />
        ))}
      <p className="form-actions">
        <Button type="primary" htmlType="submit" loading={preview.looking || sending.sending}>
          {preview.looking ? t('previewing') : !isReady ? t('previewIt') : sending.lost ? t('sendAgain') : give}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t('cancel')}</Button>}
        {form.isKept && (
          <>
            <Button type="link" onClick={drop}>
              {t('draftDrop')}
            </Button>
            <DraftKept step={{ isDrafted: true, isKept: form.hasRoom }} />
          </>
        )}
      </p>
    </form>
  );
}
