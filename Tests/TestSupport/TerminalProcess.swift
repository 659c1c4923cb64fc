import Foundation
import FoundrySystem

/// The program with a terminal (a pseudoterminal) as its stdin, stdout and stderr.
package final class TerminalProcess: Sendable {
    private let identifier: pid_t
    /// The end of the terminal at which a person would sit.
    private let keyboard: Int32
    private let screen = LockedBox("")
    /// The end of the process, and of what it shows.
    private let (ended, screenEnded) = (Signal(), Signal())
    private let status = LockedBox<Int32?>(nil)

    /// - Parameters:
    ///   - typed: What is typed before the process starts.
    ///   - path: Another program to start, which is to run the program.
    package init(
        _ words: [String], _ variables: [String: String] = [:], typed: String = "", path: String = Program.path
    ) throws {
        let (keyboard, terminal) = try Self.openTerminal()
        if !typed.isEmpty { try Descriptor.write(Array(typed.utf8), to: keyboard) }
        let (error, identifier) = Launch.spawn(
            path, words, Program.environment(variables), [terminal, terminal, terminal])
        close(terminal)
        guard error == 0 else {
            close(keyboard)
            throw POSIXError(POSIXErrorCode(rawValue: error) ?? .ENOEXEC)
        }
        (self.identifier, self.keyboard) = (identifier, keyboard)
        Thread.detachNewThread { [screen, screenEnded] in
            defer { screenEnded.fire() }
            var room = [UInt8](repeating: 0, count: 1 << 12)
            while true {
                let count = read(keyboard, &room, room.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                screen.withLock { $0 += String(decoding: room[..<count], as: UTF8.self) }
            }
        }
        Thread.detachNewThread { [ended, status] in
            var result: Int32 = 0
            while waitpid(identifier, &result, 0) < 0, errno == EINTR {}
            status.value = result & 0x7f == 0 ? result >> 8 & 0xff : -(result & 0x7f)
            ended.fire()
        }
    }

    private static func openTerminal() throws -> (keyboard: Int32, terminal: Int32) {
        let keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        #if canImport(Darwin)
            let isUnlocked = grantpt(keyboard) == 0 && unlockpt(keyboard) == 0
            let name = isUnlocked ? ptsname(keyboard).map { String(cString: $0) } : nil
        #else
            // Glibc hides the functions from Swift: TIOCSPTLCK unlocks the terminal, TIOCGPTN returns its number.
            var (lock, number): (Int32, UInt32) = (0, 0)
            let isUnlocked = ioctl(keyboard, 0x4004_5431, &lock) == 0 && ioctl(keyboard, 0x8004_5430, &number) == 0
            let name = isUnlocked ? "/dev/pts/\(number)" : nil
        #endif
        let terminal = name.map { open($0, O_RDWR | O_NOCTTY) } ?? -1
        guard terminal >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ENOTTY) }
        return (keyboard, terminal)
    }

    deinit {
        if status.value == nil { kill(identifier, SIGKILL) }
        close(keyboard)
    }

    /// The text that the terminal has shown so far.
    package var text: String { screen.value }

    /// Waits until the terminal shows a text, or the process and what it shows have ended.
    package func shows(_ part: String) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(120)
        while !text.contains(part), !(ended.hasFired && screenEnded.hasFired), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        return text.contains(part)
    }

    /// Types a text.
    package func type(_ text: String) throws {
        try Descriptor.write(Array(text.utf8), to: keyboard)
    }

    package func signal(_ number: Int32) {
        if status.value == nil { kill(identifier, number) }
    }

    /// Waits for the end of the process, and for the last of what it shows.
    /// - Returns: its exit status, negative for a signal; nil if it does not end.
    package func end() async -> Int32? {
        for event in [ended, screenEnded] { try? await event.wait() }
        return status.value
    }
}
