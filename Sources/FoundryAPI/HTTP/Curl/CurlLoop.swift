#if !canImport(Darwin)
    import CFoundryCurl
    import FoundrySystem
    import Synchronization

    /// The way to the thread that carries out all transfers of a transport.
    final class CurlLoop: Sendable {
        fileprivate enum Command {
            case begin(CurlJob)
            case cancel(CurlJob)
        }

        private struct Inbox {
            var commands: [Command] = []
            var isStopped = false
            /// A Boolean value that indicates whether the thread waits, or is about to.
            var isWaiting = false
        }

        private let inbox = Mutex(Inbox())
        fileprivate let multi: CurlMultiHandle
        fileprivate let settings: CurlSettings

        private init(_ multi: CurlMultiHandle, _ settings: CurlSettings) {
            self.multi = multi
            self.settings = settings
        }

        /// Starts a thread, which ends with ``stop()``.
        static func start(_ settings: CurlSettings) throws(HTTPFailure) -> CurlLoop {
            try CurlLibrary.load()
            guard let multi = foundry_curl_multi_make() else { throw CurlLibrary.failure("libcurl has no memory") }
            foundry_curl_multi_set_number(multi, .keptConnections, settings.connections)
            foundry_curl_multi_set_number(multi, .connections, settings.connections)
            let loop = CurlLoop(CurlMultiHandle(pointer: multi), settings)
            do throws(SystemError) {
                try SystemThread.start {
                    // Signals are for the program's own threads. SIGPIPE, which OpenSSL can cause, is for none.
                    var signals = sigset_t()
                    sigfillset(&signals)
                    pthread_sigmask(SIG_BLOCK, &signals, nil)
                    CurlTransfers(loop).run()
                }
            } catch {
                foundry_curl_multi_destroy(multi)
                throw CurlLibrary.failure("no thread could be started: \(error)")
            }
            return loop
        }

        /// Carries out a job, whose exchange ends with it.
        func begin(_ job: CurlJob) {
            post(.begin(job))
        }

        /// Ends a job that was begun, if it hasn't ended by itself.
        func cancel(_ job: CurlJob) {
            post(.cancel(job))
        }

        /// Ends the thread. All jobs must have ended.
        func stop() {
            inbox.withLock { inbox in
                inbox.isStopped = true
                // Under the lock: once the thread has seen the end, the handle is no more.
                foundry_curl_multi_wake(multi.pointer)
            }
        }

        private func post(_ command: Command) {
            let mustWake = inbox.withLock { inbox in
                inbox.commands.append(command)
                defer { inbox.isWaiting = false }
                return inbox.isWaiting
            }
            if mustWake { foundry_curl_multi_wake(multi.pointer) }
        }

        /// Takes the commands given since the last time, or nil after ``stop()``.
        fileprivate func takeCommands() -> [Command]? {
            inbox.withLock { inbox in
                if inbox.isStopped { return nil }
                defer { inbox.commands.removeAll(keepingCapacity: true) }
                return inbox.commands
            }
        }

        /// Returns whether there is nothing to do. The next command then wakes the thread.
        fileprivate func beginWaiting() -> Bool {
            inbox.withLock { inbox in
                inbox.isWaiting = inbox.commands.isEmpty && !inbox.isStopped
                return inbox.isWaiting
            }
        }
    }

    /// libcurl's handle for many transfers.
    ///
    /// Unchecked: the thread of the transfers alone uses it, but for waking, which libcurl allows to all.
    private struct CurlMultiHandle: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// The transfers under way, on their thread.
    private final class CurlTransfers {
        private let loop: CurlLoop
        private let multi: OpaquePointer
        private let configuration: CurlConfiguration
        private var underWay: [OpaquePointer: CurlTransfer] = [:]
        /// Handles that can be used again, which is cheaper than making new ones.
        private var spare: [CurlHandle] = []

        init(_ loop: CurlLoop) {
            self.loop = loop
            multi = loop.multi.pointer
            configuration = CurlConfiguration(loop.settings)
        }

        deinit {
            for easy in underWay.keys { foundry_curl_multi_remove(multi, easy) }
            underWay = [:]
            spare = []
            foundry_curl_multi_destroy(multi)
        }

        func run() {
            while let commands = loop.takeCommands() {
                for command in commands {
                    switch command {
                    case .begin(let job): begin(job)
                    case .cancel(let job): cancel(job)
                    }
                }
                let code = foundry_curl_multi_advance(multi)
                var result = CurlCode.OK
                while let easy = foundry_curl_multi_next_ended(multi, &result) { end(easy, result) }
                if code != 0 { failAll("libcurl failed with code \(code)") }
                // libcurl wakes up for its own time-outs.
                if loop.beginWaiting() { _ = foundry_curl_multi_wait(multi, 60_000) }
            }
        }

        private func begin(_ job: CurlJob) {
            guard let handle = spare.popLast() ?? CurlHandle(configuration) else {
                job.exchange.fail(.notConnected, "libcurl has no memory")
                return
            }
            let transfer = CurlTransfer(job, handle)
            guard transfer.isReady, foundry_curl_multi_add(multi, handle.easy) else {
                job.exchange.fail(.notConnected, "libcurl doesn't accept the request")
                return
            }
            underWay[handle.easy] = transfer
        }

        private func cancel(_ job: CurlJob) {
            guard let (easy, transfer) = underWay.first(where: { $0.value.job === job }) else { return }
            transfer.cancel()
            remove(easy, isWhole: false)
        }

        private func end(_ easy: OpaquePointer, _ code: CurlCode) {
            underWay[easy]?.end(code)
            remove(easy, isWhole: code == .OK)
        }

        /// - Parameter isWhole: Whether the transfer came to its end, after which its handle needs no reset.
        private func remove(_ easy: OpaquePointer, isWhole: Bool) {
            foundry_curl_multi_remove(multi, easy)
            guard let transfer = underWay.removeValue(forKey: easy) else { return }
            guard spare.count < loop.settings.connections else { return }
            if !isWhole { transfer.handle.reset() }
            spare.append(transfer.handle)
        }

        private func failAll(_ detail: String) {
            for (easy, transfer) in underWay {
                transfer.job.exchange.fail(.broken, detail)
                remove(easy, isWhole: false)
            }
        }
    }
#endif
