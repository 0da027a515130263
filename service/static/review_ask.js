// Questions to the service: an answer, or null where there is none; whose session has ended is sent to sign in and then back.
export async function ask(address, options) {
  const answer = await fetch(address, options).catch(() => null);
  if (answer?.redirected && new URL(answer.url).pathname === "/sign-in") {
    location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
    return null;
  }
  return answer;
}
