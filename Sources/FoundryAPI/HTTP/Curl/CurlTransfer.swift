#if !canImport(Darwin)
    import CFoundryCurl
    import FoundryFoundation
    import FoundrySystem

    /// libcurl's handle for one transfer after another, with room for the words of an error.
    final class CurlHandle {
        private static let errorCapacity = 256

        let easy: OpaquePointer
        let error = UnsafeMutablePointer<CChar>.allocate(capacity: errorCapacity)
        /// The headers of the last request, which libcurl doesn't copy.
        private var headers: OpaquePointer?
        private let configuration: CurlConfiguration

        /// Returns nil if there is no memory.
        init?(_ configuration: CurlConfiguration) {
            self.configuration = configuration
            error.initialize(repeating: 0, count: Self.errorCapacity)
            guard let easy = foundry_curl_easy_make() else {
                error.deallocate()
                return nil
            }
            self.easy = easy
            configuration.apply(to: self)
        }

        deinit {
            foundry_curl_easy_destroy(easy)
            foundry_curl_list_destroy(headers)
            error.deallocate()
        }

        /// Sets the headers of the next request. The list is the handle's from now on.
        func setHeaders(_ list: OpaquePointer?) -> CurlCode {
            defer {
                foundry_curl_list_destroy(headers)
                headers = list
            }
            return foundry_curl_easy_set_list(easy, .headers, list)
        }

        /// Forgets a transfer that was broken off, with all that it may have left behind. Connections stay.
        func reset() {
            foundry_curl_easy_clear(easy)
            configuration.apply(to: self)
        }
    }

    /// The options of all transfers of a transport, and the TLS sessions that they share.
    final class CurlConfiguration {
        private let settings: CurlSettings
        private let share = foundry_curl_share_make()

        init(_ settings: CurlSettings) {
            self.settings = settings
        }

        deinit {
            if let share { foundry_curl_share_destroy(share) }
        }

        /// Sets the options of a transfer that don't depend on its request.
        func apply(to handle: CurlHandle) {
            let easy = handle.easy
            func set(_ option: CurlNumberOption, _ value: Int) { _ = foundry_curl_easy_set_number(easy, option, value) }
            if let share { _ = foundry_curl_easy_set_share(easy, share) }
            _ = foundry_curl_easy_set_error_buffer(easy, handle.error)
            _ = foundry_curl_easy_set_private_sockets(easy)
            set(.noSignal, 1)
            // A thread that still looks up a name is left behind rather than waited for.
            set(.quickExit, 1)
            set(.timeoutMilliseconds, max(1, settings.timeout.milliseconds))
            set(.bufferSize, 64 << 10)
            set(.httpVersion, 2)  // HTTP/1.1
            set(.sslVersion, 6)  // TLS 1.2 or newer
            set(.proxySSLVersion, 6)
            set(.suppressConnectHeaders, 1)
            set(.pathAsIs, 1)
            _ = foundry_curl_easy_set_string(easy, .acceptEncoding, "gzip, deflate")
            trust(settings.authorities, easy)
        }

        private func trust(_ authorities: CertificateAuthorities, _ easy: OpaquePointer) {
            if let file = authorities.file {
                _ = foundry_curl_easy_set_string(easy, .caFile, file)
                _ = foundry_curl_easy_set_string(easy, .proxyCAFile, file)
            }
            if authorities.folder == nil, authorities.file == nil, !Self.hasDefaultFile(easy) { return }
            // With a folder, even the system's, libcurl reads all certificates again for each connection, which takes
            // some 20 ms. The file has the same ones.
            _ = foundry_curl_easy_set_string(easy, .caFolder, authorities.folder)
            _ = foundry_curl_easy_set_string(easy, .proxyCAFolder, authorities.folder)
        }

        /// Returns whether the system's certificates are in a file, too. Not known before libcurl 7.84.
        private static func hasDefaultFile(_ easy: OpaquePointer) -> Bool {
            foundry_curl_easy_string(easy, .defaultCAFile).map { access($0, R_OK) == 0 } ?? false
        }
    }

    /// One transfer under way. The thread of the transfers alone uses it.
    final class CurlTransfer {
        let job: CurlJob
        let handle: CurlHandle
        /// A Boolean value that indicates whether libcurl accepts the request.
        private(set) var isReady = true
        private var reader = HTTPHeadReader()
        /// The problem with the head.
        private var headFailure: String?
        /// A Boolean value that indicates whether libcurl tells when it begins to send the request.
        private var knowsSending = false
        private var timesSent = 0

        init(_ job: CurlJob, _ handle: CurlHandle) {
            self.job = job
            self.handle = handle
            configure()
        }

        /// Ends the exchange of a transfer that libcurl has ended.
        func end(_ code: CurlCode) {
            if let headFailure {
                job.exchange.fail(.broken, headFailure)
            } else if code != .OK {
                job.exchange.fail(reason(of: code), words(for: code))
            } else if reader.head == nil {
                // A success to libcurl.
                job.exchange.fail(.broken, "the connection ended before the head of the response did")
            } else {
                job.exchange.complete()
            }
        }

        /// Ends the exchange of a transfer that the caller gave up.
        func cancel() {
            job.exchange.fail(nothingWasSent ? .notConnected : .broken, "cancelled")
        }

        private var nothingWasSent: Bool { knowsSending && timesSent == 0 }

        private func reason(of code: CurlCode) -> HTTPFailure.Reason {
            guard nothingWasSent else { return code == .operationTimedOut ? .timedOut : .broken }
            let proxyStatus = foundry_curl_easy_number(handle.easy, .proxyStatus)
            switch code {
            case .operationTimedOut: return .notConnectedInTime
            case .peerFailedVerification, .certificateFileUnusable, .issuerError, .pinnedKeyMismatch,
                .certificateStatusInvalid:
                return .certificateRejected
            case _ where proxyStatus != 0 && !(200..<300).contains(proxyStatus):
                return .proxyRefused(status: proxyStatus)
            default: return .notConnected
            }
        }

        private func words(for code: CurlCode) -> String {
            let words = handle.error.pointee == 0 ? foundry_curl_easy_words(code) : UnsafePointer(handle.error)
            return String(cString: words)
        }
    }

    // MARK: - The request

    extension CurlTransfer {
        /// Sets what depends on the request. Since the handle may have carried out another one, nothing of this may be
        /// left as it was.
        private func configure() {
            let request = job.request
            handle.error.pointee = 0
            set(.URL, request.url.absoluteString)
            // Plain http is for this machine, where a proxy would only be shown the key.
            set(.proxy, request.url.scheme == "http" ? "" : nil)
            // libcurl sends a request again by itself only over a connection that was used before.
            set(.freshConnect, job.connection == .own ? 1 : 0)
            setMethodAndBody(request)
            check(handle.setHeaders(headers(request)))
            setCallbacks()
        }

        private func setMethodAndBody(_ request: HTTPRequest) {
            guard request.body != nil || request.method != "GET" else {
                set(.httpGet, 1)
                set(.customRequest, nil)
                return
            }
            set(.post, 1)
            let body = request.body ?? []
            body.withUnsafeBytes { bytes in
                withUnsafeBytes(of: UInt8(0)) { empty in
                    if let start = bytes.baseAddress ?? empty.baseAddress {
                        check(foundry_curl_easy_set_body(handle.easy, start, bytes.count))
                    }
                }
            }
            set(.customRequest, request.method == "POST" ? nil : request.method)
        }

        private func headers(_ request: HTTPRequest) -> OpaquePointer? {
            var list: OpaquePointer?
            func add(_ line: String) {
                guard let longer = foundry_curl_list_append(list, line) else {
                    isReady = false
                    return
                }
                list = longer
            }
            for field in request.fields { add("\(field.name): \(field.value)") }
            // Headers that libcurl would add.
            add("Expect:")
            if !request.fields.contains(where: { $0.name == "Content-Type" }) { add("Content-Type:") }
            return list
        }

        private func set(_ option: CurlNumberOption, _ value: Int) {
            check(foundry_curl_easy_set_number(handle.easy, option, value))
        }

        private func set(_ option: CurlStringOption, _ value: String?) {
            check(foundry_curl_easy_set_string(handle.easy, option, value))
        }

        private func check(_ code: CurlCode) {
            if code != .OK { isReady = false }
        }
    }

    // MARK: - The response

    extension CurlTransfer {
        private func setCallbacks() {
            let callbacks = CurlCallbacks(
                receive_head: { bytes, _, count, context in
                    CurlTransfer.of(context).receiveHead(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
                },
                receive_body: { bytes, _, count, context in
                    CurlTransfer.of(context).receiveBody(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
                },
                will_send: { context, _, _, _, _ in CurlTransfer.of(context).maySend() ? 0 : 1 })
            knowsSending = foundry_curl_easy_set_callbacks(
                handle.easy, callbacks, Unmanaged.passUnretained(self).toOpaque())
        }

        /// The transfer that a callback is for, which lives at least as long as libcurl knows it.
        private static func of(_ context: UnsafeMutableRawPointer) -> CurlTransfer {
            Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        }

        private func maySend() -> Bool {
            // Never let libcurl resend a request on a dedicated connection.
            guard job.connection == .shared || timesSent == 0 else { return false }
            timesSent += 1
            return true
        }

        private func receiveHead(_ line: UnsafeRawBufferPointer) -> Bool {
            let hadHead = reader.head != nil
            do throws(HTTPHeadReader.Failure) {
                try reader.read(line)
            } catch {
                headFailure = error.detail
                return false
            }
            guard !hadHead, let head = reader.head else { return true }
            return job.exchange.receive(head)
        }

        private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
            // A body without a head, as HTTP/0.9 had.
            guard reader.head != nil else {
                headFailure = "the server doesn't speak HTTP/1"
                return false
            }
            return job.exchange.receive(bytes)
        }
    }
#endif
