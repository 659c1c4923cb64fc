import Foundation

/// The resources that a process holds at a moment, from the kernel. On systems other than Linux there are no figures.
package struct ProcessFigures: Sendable, CustomStringConvertible {
    /// Resident memory in kB (VmRSS).
    package let memory: Int
    /// The most that it was (VmHWM), in kB.
    package let peakMemory: Int
    /// Open descriptors that are sockets.
    package let sockets: Int
    /// All other open descriptors.
    package let otherDescriptors: Int
    package let threads: Int

    package var description: String {
        "\(memory / 1024) MiB (peak \(peakMemory / 1024)), \(otherDescriptors) descriptors and \(sockets) sockets, "
            + "\(threads) threads"
    }

    /// Looks; nil where the process is gone or the system does not tell.
    package init?(of process: Int32) {
        let folder = "/proc/\(process)"
        guard let status = try? String(contentsOfFile: folder + "/status", encoding: .utf8),
            let memory = Self.kilobytes("VmRSS", in: status), let peak = Self.kilobytes("VmHWM", in: status),
            let descriptors = try? FileManager.default.contentsOfDirectory(atPath: folder + "/fd"),
            let threads = try? FileManager.default.contentsOfDirectory(atPath: folder + "/task")
        else { return nil }
        let targets = descriptors.compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/fd/\($0)")
        }
        self.memory = memory
        peakMemory = peak
        sockets = targets.filter { $0.hasPrefix("socket:") }.count
        otherDescriptors = targets.count - sockets
        self.threads = threads.count
    }

    /// Resident memory alone, which is quickly read.
    package static func memory(of process: Int32) -> Int? {
        (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)).flatMap { kilobytes("VmRSS", in: $0) }
    }

    private static func kilobytes(_ name: String, in status: String) -> Int? {
        status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            .flatMap { $0.split(whereSeparator: { " \t".contains($0) }).dropFirst().first }
            .flatMap { Int($0) }
    }
}
