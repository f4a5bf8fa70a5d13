/** `source test`, in English. Times are ISO. */
export const sourceTest = {
  about: 'Send a feed a signed test delivery over its real address, without storing anything',
  name: 'the feed, by the name you gave it (left out with --file)',
  payloads:
    'files, each with the body of one request as the tool sends it; none: the newest delivery that is stored',
  offline: 'send nothing: show what would become of it with the feed as it is now',
  file: 'send nothing: try payloads with a file that describes a survey tool (docs/sources.md explains it)',
  query: 'a parameter of the URL that came with it, e.g. "score=7"',
  header: 'a header that came with it, e.g. "x-acme-event: survey.answered"',
  examples: `
Examples:
  npm run heard -- source test relationship
  npm run heard -- source test acme sample.json
  npm run heard -- source test acme sample.json --offline
  npm run heard -- source test --file acme.yaml a.json b.json --header "x-acme-event: answered"
The address is HEARD_PUBLIC_URL, so name, TLS, proxy, URL, signature and mapping are all tried. The exit code is 1 when a delivery would not be taken.`,

  nameOrFile: (): string => 'Say what to try: the name of a feed, or --file and payloads.',
  fileNeedsPayload: (): string => 'Say which payloads to try with --file: files, each with one body.',
  needsPayload: (name: string): string =>
    `"${name}" has received nothing yet that could be sent again. Give it a payload, as the tool's documentation shows one: npm run heard -- source test ${JSON.stringify(name)} sample.json`,
  needsSecret: (name: string): string =>
    `"${name}" waits for its signing secret, and refuses everything until then: npm run heard -- source secret add --source ${JSON.stringify(name)} --secret ...`,
  newest: (at: string): string => `the delivery of ${at}`,

  posting: (where: string): string => `Posting to ${where}...`,
  arrived: (tool: string): string => `It arrived, signed as ${tool} signs, and Heard believes it.`,
  arrivedUnsigned: (): string => 'It arrived. No signature was asked for.',
  nothingStored: 'Nothing of it was stored, counted or told.',
  onlyHere:
    'HEARD_PUBLIC_URL is not set, so this tried the address on this machine. A survey tool comes from outside: set it, and try again.',

  /** What stood in the way, and what to do next. */
  problem: {
    way: {
      refused: (where: string): string =>
        `nothing listens at ${where} (the connection was refused). Start Heard, or correct HEARD_PUBLIC_URL, or the proxy or firewall in front of it.`,
      unknown_host: (where: string): string =>
        `the name in ${where} is not known to the DNS. Correct HEARD_PUBLIC_URL, or add the DNS record and wait until it is known.`,
      tls: (where: string): string =>
        `no secure connection to ${where}: its certificate has expired, is for another name, or is signed by nobody known (or there is plain HTTP). Survey tools refuse it too: renew the certificate, with its whole chain, in the proxy.`,
      timeout: (where: string): string =>
        `${where} did not answer within 10 seconds. A firewall may drop the packets, or Heard is overloaded: npm run heard -- health`,
      dropped: (where: string): string =>
        `${where} closed the connection without an answer. Look at the log of the proxy in front of Heard, and whether it speaks HTTP or HTTPS there.`,
      no_way: (where: string): string =>
        `${where} cannot be reached from here. Look at the network, at HTTPS_PROXY, and whether HEARD_PUBLIC_URL is spelled right.`,
    },
    notHeard: (where: string, status: number): string =>
      `${where} leads somewhere else: it answered ${status}, and not as Heard does. Nothing of the payload was sent there. Let the proxy pass /webhooks/ on to Heard, or correct HEARD_PUBLIC_URL.`,
    anotherHeard: (where: string): string =>
      `a Heard answers at ${where}, but it does not know the URL of this test. It has another database than this command (DATABASE_URL, HEARD_DATA), is an older version, or its clock is minutes ahead.`,
    redirected: (where: string, status: number): string =>
      `${where} redirects (${status}). Most survey tools do not follow that: set HEARD_PUBLIC_URL to the address where it ends, often https instead of http.`,
    guarded: (where: string, status: number): string =>
      `something in front of Heard turns requests to ${where} away (${status}): a login, a firewall or a list of addresses. Let /webhooks/ pass without it: Heard verifies signatures itself.`,
    proxyAlone: (where: string, status: number): string =>
      `the proxy at ${where} answers ${status}: it does not reach the Heard behind it. Start Heard, and check the address that the proxy passes requests on to.`,
    busy: (where: string): string =>
      `Heard answers at ${where}, but cannot take deliveries now (503): its database is away, or its HEARD_KEY is not the one of this command. Its log says which; then: npm run heard -- health`,
    tooLarge: (where: string): string =>
      `${where} refuses a body of this size (413). Heard takes up to 1 MB: raise the limit of the proxy.`,
    notAuthentic: (reason: string): string =>
      `it arrived, but Heard does not believe it (401: ${reason}). It was signed rightly here. So the secret was changed meanwhile (try again), the proxy changes body, headers or URL, HEARD_PUBLIC_URL of the running bot is another, or the two clocks differ.`,
    notTaken: (status: number, reason: string): string =>
      `it arrived, but a feed of this tool does not take it (${status}: ${reason}). Give the payload as the tool sends it; --header "content-type: ..." says what it is.`,
  },
}
