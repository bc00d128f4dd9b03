/**
 * All places of thousands of phrases in a text, found in one walk over it (Aho and Corasick, 1975). Comparing one
 * phrase after the other takes 5 ms for 5,000 phrases and a long message; the walk takes a fraction of one.
 */
export class PhraseIndex {
	/** Letters of the phrases, numbered: a letter that is in none of them ends every beginning of a phrase. */
	private readonly letters = new Map<number, number>();
	/** Node and letter to the node that follows. Node 0 is the empty beginning. */
	private readonly next = new Map<number, number>();
	/** Letters that lead to the node. */
	private readonly depth: number[] = [0];
	/** The node of the longest proper ending that also begins a phrase. */
	private readonly shorter: number[] = [0];
	/** The nearest of those that is a whole phrase; 0 for none. */
	private readonly shorterPhrase: number[] = [0];
	/** The places in the list of the phrases that end at the node. */
	private readonly ends: Array<number[] | undefined> = [undefined];

	/** @param phrases none of them empty; the same one may be there several times */
	constructor(phrases: readonly string[]) {
		for (const phrase of phrases) this.learnLetters(phrase);
		const steps = phrases.flatMap((phrase, place) => this.add(phrase, place));
		steps.sort((a, b) => this.depth[a.node]! - this.depth[b.node]!);
		for (const step of steps) this.link(step);
	}

	/** Calls `found` for every place of every phrase: where it is in the list, and its start and end in the text. */
	visit(text: string, found: (place: number, start: number, end: number) => void): void {
		let node = 0;
		for (let at = 0; at < text.length; at++) {
			const letter = this.letters.get(text.charCodeAt(at));
			node = letter === undefined ? 0 : this.follow(node, letter);
			for (let hit = this.ends[node] ? node : this.shorterPhrase[node]!; hit !== 0; hit = this.shorterPhrase[hit]!) {
				for (const place of this.ends[hit]!) found(place, at + 1 - this.depth[hit]!, at + 1);
			}
		}
	}

	private learnLetters(phrase: string): void {
		for (let at = 0; at < phrase.length; at++) {
			const code = phrase.charCodeAt(at);
			if (!this.letters.has(code)) this.letters.set(code, this.letters.size);
		}
	}

	/** The nodes that the phrase adds. */
	private add(phrase: string, place: number): Step[] {
		const steps: Step[] = [];
		let node = 0;
		for (let at = 0; at < phrase.length; at++) {
			const letter = this.letters.get(phrase.charCodeAt(at))!;
			let following = this.next.get(this.key(node, letter));
			if (following === undefined) {
				following = this.depth.length;
				this.next.set(this.key(node, letter), following);
				this.depth.push(at + 1);
				this.shorter.push(0);
				this.shorterPhrase.push(0);
				this.ends.push(undefined);
				steps.push({ parent: node, letter, node: following });
			}
			node = following;
		}
		(this.ends[node] ??= []).push(place);
		return steps;
	}

	private link({ parent, letter, node }: Step): void {
		if (parent === 0) return;
		const shorter = this.follow(this.shorter[parent]!, letter);
		this.shorter[node] = shorter;
		this.shorterPhrase[node] = this.ends[shorter] ? shorter : this.shorterPhrase[shorter]!;
	}

	private follow(from: number, letter: number): number {
		for (let node = from; ; node = this.shorter[node]!) {
			const following = this.next.get(this.key(node, letter));
			if (following !== undefined) return following;
			if (node === 0) return 0;
		}
	}

	private key(node: number, letter: number): number {
		return node * this.letters.size + letter;
	}
}

interface Step {
	parent: number;
	letter: number;
	node: number;
}
