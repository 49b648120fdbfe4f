/** One event as the wire server keeps it, and as it comes from a client. */
export interface WireEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
  readonly createdMs: number;
}

export type NewEvent = Pick<WireEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;
