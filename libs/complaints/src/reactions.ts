/**
 * What follows in a complaint from what happened elsewhere: a duplicate that was merged is absorbed by the case it went
 * into, and the open cases of a community that moves to another sub-district go to the station there.
 */
import { community } from '#libs/communities';
import type { Projection } from '#libs/views';
import { commandTo, eventOf, reaction, type Reaction } from '#libs/workflow';
import { complaint } from './complaint.js';

export const absorb = reaction('absorb', {
  on: eventOf(complaint, 'ComplaintMerged'),
  to: (e) => e.data.into,
  send: commandTo(complaint, 'AbsorbComplaint'),
  form: (e) => ({ from: e.id }),
  moot: ['nothing-changed'],
});

/** Every complaint with its community and its station, and whether it still is open. */
const places: Projection = {
  name: 'complaint_places',
  version: 1,
  categories: ['complaint'],
  tables: [
    {
      name: 'complaint_places',
      columns: 'id TEXT PRIMARY KEY, community TEXT NOT NULL, station TEXT NOT NULL, open INTEGER NOT NULL',
      indexes: ['(community, open, station)'],
      withoutRowid: true,
    },
  ],
  apply({ envelope, data }, db) {
    const { stream, type, to } = envelope;
    const id = stream.slice('complaint-'.length);
    const { community: where, subDistrict } = data as Readonly<Record<string, string | undefined>>;
    if (type === 'ComplaintFiled')
      db.run('INSERT INTO {complaint_places} VALUES (?, ?, ?, 1)', id, where ?? '', subDistrict ?? '');
    if (type === 'ComplaintTransferred')
      db.run(
        'UPDATE {complaint_places} SET station = ?, community = coalesce(?, community) WHERE id = ?',
        subDistrict ?? '',
        where ?? null,
        id,
      );
    // A step that was undone says itself where it led back to.
    const state = to ?? complaint.declaration.events[type]?.to;
    if (state !== undefined)
      db.run(
        'UPDATE {complaint_places} SET open = ? WHERE id = ?',
        complaint.declaration.ends.includes(state) ? 0 : 1,
        id,
      );
  },
};

export const transfer = reaction('community-moved', {
  on: eventOf(community, 'CommunityMoved'),
  each: {
    view: places,
    targets: (e, view) =>
      view
        .all<{ id: string }>(
          'SELECT id FROM {complaint_places} WHERE community = ? AND open = 1 AND station <> ? ORDER BY id',
          e.id,
          e.data.subDistrict,
        )
        .map(({ id }) => id),
  },
  send: commandTo(complaint, 'TransferComplaint'),
  // With the community named, a move that was followed by another is refused: the later one has the say.
  form: (e) => ({ subDistrict: e.data.subDistrict, community: e.id, reason: e.data.reason }),
  moot: ['nothing-changed', 'community-elsewhere', 'transfer-wrong-state'],
});

export const complaintReactions: readonly Reaction[] = [absorb, transfer];
