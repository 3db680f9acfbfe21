/** placeholder replaced below */
export function StagePage({ sessionId }: { readonly sessionId: string }) {
  return <p>{sessionId}</p>;
}
