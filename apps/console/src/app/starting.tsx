/** What stands there until the first answer. */
export function Starting() {
  return (
    <div className="starting" role="status">
      <img src="/favicon.svg" alt="Linli" width="40" height="40" />
    </div>
  );
}
