/** An operation cannot be done as asked, in one sentence for whoever asked. */
export class OperationRefused extends Error {
  override readonly name = 'OperationRefused';
}
