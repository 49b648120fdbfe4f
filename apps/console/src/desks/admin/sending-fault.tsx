/** Why a change or its preview did not go through, as the server says it, with what is to be done. */
import { Alert } from 'antd';
import type { Problem } from '../../api/types.js';
import { useWords } from '../../words/language.js';
import { adminTexts } from './texts.js';

interface SendingFaultProps {
  readonly problem: Problem | undefined;
  readonly lost: boolean;
}

export function SendingFault({ problem, lost }: SendingFaultProps) {
  const { t } = useWords(adminTexts);
  if (lost) return <Alert type="warning" showIcon title={t('lostTitle')} description={t('lostBody')} />;
  if (!problem) return null;
  if (problem.code === 'command/changed-meanwhile')
    return <Alert type="warning" showIcon title={t('changedMeanwhile')} />;
  const told = problem.errors?.map(({ detail }) => detail) ?? [problem.detail];
  return <Alert type="error" showIcon title={t('refusedTitle')} description={told.join(' ')} />;
}
