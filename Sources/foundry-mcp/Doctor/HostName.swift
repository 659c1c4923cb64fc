import Foundation
import FoundrySystem

/// Names of hosts, looked up as every program of the system would.
enum HostName {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The addresses of a host.
    /// - Throws: ``Failure`` in the system's words.
    static func addresses(of host: String) throws(Failure) -> [String] {
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(bare, nil, nil, &list)
        guard code == 0 else { throw Failure(description: String(cString: gai_strerror(code))) }
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        var next = list
        while let entry = next?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let length = socklen_t(text.count)
            if getnameinfo(entry.ai_addr, entry.ai_addrlen, &text, length, nil, 0, NI_NUMERICHOST) == 0 {
                let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
                let address = String(decoding: bytes, as: UTF8.self)
                // Each address comes once for each kind of socket.
                if !addresses.contains(address) { addresses.append(address) }
            }
            next = entry.ai_next
        }
        return addresses
    }
}
