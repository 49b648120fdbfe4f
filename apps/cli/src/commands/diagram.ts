/** `linli diagram`: a workflow as its declaration draws it. */
import { stateMap } from '#libs/workflow';
import { contexts } from '#server/contexts';
import type { Caller } from '../caller.js';
import { Ended, EXIT } from '../exit.js';
import { sentence } from '../words.js';

/** @param told `workflow`: its name, or its path as in an address. */
export function diagram({ told, terminal, language }: Caller): void {
  const asked = told.workflow ?? '';
  const spoken = contexts.spoken.find(({ declaration: { name, path } }) => asked === name || asked === path);
  if (!spoken) {
    const known = contexts.spoken.map(({ declaration }) => declaration.name).join(', ');
    throw new Ended(EXIT.failed, sentence('unknownWorkflow', language, { workflow: asked, known }));
  }
  const mermaid = stateMap(spoken);
  if (terminal.json) terminal.give({ workflow: spoken.declaration.name, mermaid });
  else terminal.say(mermaid);
}
