#if !canImport(Darwin)
    import Foundation
    import FoundrySystem
    import Synchronization

    /// Puts TLS before the servers of tests, trusted through `SSL_CERT_FILE`: a Python process that accepts TLS connections on loopback, with certificates
    /// made for the run, and passes on what is in them. Needs `python3` and `openssl`.
    package final class TLSRelay: Sendable {
        /// A Boolean value that indicates whether this machine has what the relay needs.
        package static let isAvailable = path(of: "python3") != nil && path(of: "openssl") != nil

        /// The relay of all tests, which ends with the process of the tests.
        package static func shared() throws -> TLSRelay { try relay.get() }
        private static let relay = Result { try TLSRelay() }

        /// The file with the authority that signed the certificates.
        package let authority: String
        private let input: Int32
        private let output: Mutex<FileHandle>

        private init() throws {
            struct Missing: Error {}
            guard let python = Self.path(of: "python3") else { throw Missing() }
            let launch = try Launch(python, ["-c", Self.script], ProcessInfo.processInfo.environment)
            Descriptor.close(launch.errors)
            input = launch.input
            let handle = FileHandle(fileDescriptor: launch.output)
            authority = Self.readLine(handle)
            output = Mutex(handle)
        }

        /// Accepts TLS connections for a server on a port of this machine.
        ///
        /// - Returns: The port that accepts them.
        package func relay(to port: Int, certificate: Certificate = .good) throws -> Int {
            Int(try ask("relay \(port) \(certificate.rawValue)")) ?? 0
        }

        package enum Certificate: String {
            /// For localhost, by the authority.
            case good
            /// For localhost, by an authority that nobody knows.
            case unknown
        }

        /// The numbers of connections accepted on a port of the relay, and of those that resumed a session.
        package func connections(on port: Int) throws -> (all: Int, resumed: Int) {
            let numbers = try ask("connections \(port)").split(separator: " ").compactMap { Int($0) }
            return (numbers.first ?? 0, numbers.last ?? 0)
        }

        private func ask(_ question: String) throws -> String {
            try output.withLock { output in
                try Descriptor.write([UInt8]("\(question)\n".utf8), to: input)
                return Self.readLine(output)
            }
        }

        private static func readLine(_ handle: FileHandle) -> String {
            var line = Data()
            while let byte = try? handle.read(upToCount: 1)?.first, byte != 0x0A { line.append(byte) }
            return String(decoding: line, as: UTF8.self)
        }

        private static func path(of command: String) -> String? {
            let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
            return folders.map { "\($0)/\(command)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        }

        private static let script = """
            import pathlib, socket, ssl, subprocess, sys, tempfile, threading

            folder = tempfile.TemporaryDirectory()
            path = lambda name: str(pathlib.Path(folder.name, name))

            def openssl(*words):
                subprocess.run(["openssl", *words], check=True, capture_output=True)

            def make(authority, server):
                key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout"]
                pathlib.Path(path("names")).write_text("subjectAltName=DNS:localhost")
                openssl("req", "-x509", *key, path(authority + ".key"), "-out", path(authority + ".pem"), "-days", "2",
                    "-subj", "/CN=Tests " + authority, "-addext", "keyUsage=critical,keyCertSign")
                openssl("req", *key, path(server + ".key"), "-out", path("request"), "-subj", "/CN=localhost")
                openssl("x509", "-req", "-in", path("request"), "-CA", path(authority + ".pem"), "-CAkey",
                    path(authority + ".key"), "-CAcreateserial", "-days", "2", "-extfile", path("names"), "-out",
                    path(server + ".pem"))
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(path(server + ".pem"), path(server + ".key"))
                return context

            contexts = {"good": make("authority", "good"), "unknown": make("other", "unknown")}
            resumed = {}

            def pump(source, target, change=lambda data: data):
                try:
                    while data := source.recv(65536):
                        target.sendall(change(data))
                    target.shutdown(socket.SHUT_WR)
                except OSError:
                    # A reset of the one is a reset of the other.
                    for end in (source, target):
                        try:
                            end.shutdown(socket.SHUT_RDWR)
                        except OSError:
                            pass

            def serve(connection, port, context, seen):
                connection_port = connection.getsockname()[1]
                try:
                    with context.wrap_socket(connection, server_side=True) as outer, \\
                            socket.create_connection(("127.0.0.1", port)) as inner:
                        seen.append(outer.session_reused)
                        threading.Thread(target=pump, args=(inner, outer), daemon=True).start()
                        # A server may want to be asked under its own address.
                        address = b"\\r\\nHost: localhost:%d\\r\\n"
                        ours, its = address % connection_port, address % port
                        pump(outer, inner, lambda data: data.replace(ours, its, 1))
                except OSError:
                    pass

            def accept(listener, port, context, seen):
                while True:
                    connection, _ = listener.accept()
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    threading.Thread(target=serve, args=(connection, port, context, seen), daemon=True).start()

            print(path("authority.pem"), flush=True)
            for line in sys.stdin:
                words = line.split()
                if words[0] == "relay":
                    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
                    port = listener.getsockname()[1]
                    resumed[port] = []
                    threading.Thread(target=accept, daemon=True,
                        args=(listener, int(words[1]), contexts[words[2]], resumed[port])).start()
                    print(port, flush=True)
                else:
                    seen = list(resumed[int(words[1])])
                    print(len(seen), sum(map(bool, seen)), flush=True)
            """
    }
#endif
