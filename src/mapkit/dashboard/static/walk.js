/* A walk along the queue of what nobody has read: the list and an open document step through it alike. The reader may be
   steps ahead of the page, and an event that was just read leaves the queue: the walk goes on from where it stood. */
const AHEAD_MS = 4000; // how long a step that the page has not taken yet counts

class Walk {
  constructor() {
    this.at = 0;
  }

  /* What the page says: its page of the queue, and the selected event. */
  take(queue, selected) {
    Object.assign(this, { queue, selected });
    const at = queue.ids.indexOf(selected);
    this.here = at >= 0;
    if (this.here) this.at = at;
    if (this.wanted === selected) this.wanted = undefined;
  }

  /* Where the selected event stands among all that is unread, from 1; null where it does not. */
  get place() {
    return this.here ? this.queue.first + this.at + 1 : null;
  }

  /* The step forwards (1) or back (-1): { id } of the event, { over } the page's end, or null at the queue's. */
  step(by) {
    const { ids, page, pages } = this.queue;
    const ahead = this.wanted !== undefined && Date.now() - this.since < AHEAD_MS ? ids.indexOf(this.wanted) : -1;
    const next = ahead >= 0 ? ahead + by : this.here ? this.at + by : this.at + (by > 0 ? 0 : -1);
    if (ids[next] !== undefined) {
      Object.assign(this, { wanted: ids[next], since: Date.now() });
      return { id: ids[next] };
    }
    return (by > 0 ? page < pages : page > 1) ? { over: by } : null;
  }
}
