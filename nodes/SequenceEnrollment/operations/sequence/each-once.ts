/** Thousands of items may name the same few sequences: each of them is worked on once. */
export async function eachOnce<Request, Result>(
	requests: Request[],
	nameOf: (request: Request) => string,
	work: (request: Request) => Promise<Result>,
): Promise<Result[]> {
	const done = new Map<string, Result>();
	for (const request of requests) {
		const name = nameOf(request);
		if (!done.has(name)) done.set(name, await work(request));
	}
	return requests.map((request) => done.get(nameOf(request))!);
}
