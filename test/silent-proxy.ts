import { type AddressInfo, createServer, connect as open, type Server, type Socket } from 'node:net';

type Mode = 'pass' | 'silent' | 'refuse';

/** A TCP proxy before a server of 127.0.0.1, between which connections can fall silent. */
export class SilentProxy {
  private mode: Mode = 'pass';
  private readonly pairs = new Set<[Socket, Socket | undefined]>();
  private server: Server | undefined;

  private constructor(
    public port: number,
    private readonly target: number,
  ) {}

  /**
   * Opens a proxy.
   * @param port where it listens; 0 for any that is free
   * @param target the server's port
   */
  static async open(port: number, target: number): Promise<SilentProxy> {
    const proxy = new SilentProxy(port, target);
    await proxy.listen();
    return proxy;
  }

  /** Returns how many connections are open. */
  get connections(): number {
    return this.pairs.size;
  }

  /** Carries new connections. Those that fell silent stay so, as when a router has forgotten them. */
  async pass(): Promise<void> {
    this.mode = 'pass';
    if (!this.server) await this.listen();
  }

  /** Carries nothing more, in either direction, and ends no connection: no one is told. New connections wait. */
  silence(): void {
    this.mode = 'silent';
    for (const pair of this.pairs) for (const socket of pair) socket?.pause().unpipe();
  }

  /** Cuts all connections. */
  cut(): void {
    for (const pair of this.pairs) for (const socket of pair) socket?.destroy();
    this.pairs.clear();
  }

  /** Cuts all connections and refuses new ones. */
  refuse(): void {
    this.mode = 'refuse';
    this.server?.close();
    this.server = undefined;
    this.cut();
  }

  close(): void {
    this.refuse();
  }

  private listen(): Promise<void> {
    const server = createServer((client) => this.accept(client));
    this.server = server;
    return new Promise((resolve) =>
      server.listen(this.port, '127.0.0.1', () => {
        this.port = (server.address() as AddressInfo).port;
        resolve();
      }),
    );
  }

  private accept(client: Socket): void {
    client.on('error', () => client.destroy());
    if (this.mode !== 'pass') {
      client.pause();
      this.pairs.add([client, undefined]);
      return;
    }
    const server = open(this.target, '127.0.0.1');
    const pair: [Socket, Socket] = [client, server];
    this.pairs.add(pair);
    server.on('error', () => server.destroy());
    client.pipe(server);
    server.pipe(client);
    const end = () => {
      // An end of a silent connection reaches no one.
      if (this.mode !== 'pass' || client.isPaused()) return;
      this.pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    client.on('close', end);
    server.on('close', end);
  }
}
