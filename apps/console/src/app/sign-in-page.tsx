/** Sample data only: choose who to be. Real sign-in comes with real data. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Skeleton } from 'antd';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ApiError, write } from '../api/client.js';
import { meQuery, samplePeopleQuery, useDescription } from '../api/queries.js';
import { roleWords } from '../api/sentences.js';
import type { Person } from '../api/types.js';
import { announce } from '../live/session.js';
import { useWords } from '../words/language.js';
import { LanguageButton, ShadeButton } from './shell.js';
import './sign-in.css';

export function SignInPage() {
  const { t } = useWords();
  const people = useQuery(samplePeopleQuery);
  const organisations = [...new Set((people.data?.items ?? []).map(({ organisation }) => organisation))];
  return (
    <div className="sign-in">
      <title>{`${t('signIn')} · ${t('product')}`}</title>
      <header className="sign-in-head">
        <span className="brand">
          <img src="/favicon.svg" alt="" width="32" height="32" />
          <span>{t('productLong')}</span>
        </span>
        <span>
          <LanguageButton />
          <ShadeButton />
        </span>
      </header>
      <main>
        <h1>{t('signInTitle')}</h1>
        {people.isPending ? (
          <Skeleton active paragraph={{ rows: 6 }} />
        ) : people.isError ? (
          <Alert
            type="warning"
            showIcon
            title={
              people.error instanceof ApiError && people.error.problem.status === 404
                ? t('signInNone')
                : t('errorTitle')
            }
          />
        ) : (
          <>
            <p className="muted">{t('signInSample')}</p>
            {organisations.map((organisation) => (
              <section key={organisation} className="sign-in-place">
                <h2>{organisation}</h2>
                <ul>
                  {people.data.items
                    .filter((person) => person.organisation === organisation)
                    .map((person) => (
                      <SampleEntry key={person.id} person={person} />
                    ))}
                </ul>
              </section>
            ))}
          </>
        )}
      </main>
    </div>
  );
}

function SampleEntry({ person }: { readonly person: Person }) {
  const { t, language } = useWords();
  const description = useDescription();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [address] = useSearchParams();
  const [trouble, setTrouble] = useState(false);
  const enter = async (): Promise<void> => {
    try {
      const me = await write<Person & { position?: null }>('/api/session', { person: person.id });
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'workflows' });
      queries.setQueryData(meQuery.queryKey, me);
      announce({ kind: 'entered', person: me.id });
      const to = address.get('to') ?? '/';
      // Only ever to a page of ours.
      // Nobody comes back to this page: it is done with.
      await navigate(/^\/(?!\/)/.test(to) ? to : '/', { replace: true });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      setTrouble(true);
    }
  };
  return (
    <li>
      <button type="button" className="sample-person" onClick={() => void enter()}>
        <span className="sample-name">{person.name}</span>
        <span className="sample-role">{roleWords(person.roles, description, language)}</span>
        {trouble && <span className="field-error">{t('errorTitle')}</span>}
      </button>
    </li>
  );
}
